package ratecast;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.util.List;
import ratecast.market.AssetCatalog;
import ratecast.store.AssetStore;
import ratecast.store.FirstAnswer;
import ratecast.store.Schema;
import ratecast.store.StoredAsset;
import reactor.core.publisher.Mono;

/**
 * What an import needs of a start: that the store answers, and the assets as it has them. The shell
 * it is typed into has its own ASSET_LIST and RETENTION, or none, and the store is a server's: no
 * asset is made, handed over or taken up again for it, and nothing expires. Blocks the starting
 * thread.
 */
@Singleton
@Requires(env = ProgramContext.IMPORT)
final class ImportStart {
  private final FirstAnswer firstAnswer;
  private final Schema schema;
  private final AssetStore assetStore;
  private final AssetCatalog catalog;
  private final DerivedStart derived;

  ImportStart(
      FirstAnswer firstAnswer,
      Schema schema,
      AssetStore assetStore,
      AssetCatalog catalog,
      DerivedStart derived) {
    this.firstAnswer = firstAnswer;
    this.schema = schema;
    this.assetStore = assetStore;
    this.catalog = catalog;
    this.derived = derived;
  }

  @EventListener
  void start(StartupEvent event) {
    List<StoredAsset> stored =
        firstAnswer
            .to(schema.uniqueNames().then(Mono.defer(() -> assetStore.all().collectList())))
            .blockOptional()
            .orElseThrow();
    catalog.addAll(
        stored.stream()
            .filter(asset -> asset.retiredAt().isEmpty())
            .map(StoredAsset::asset)
            .toList());
    derived.follow(stored);
  }
}
