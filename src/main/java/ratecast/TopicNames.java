package ratecast;

import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import ratecast.kafka.AssetNaming;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Derivations;

/**
 * Has the names of the topic registered, one batch at a time: what is asked for meanwhile goes with
 * the next. The reader and the storer come upon the same names, and share the answer.
 */
@Singleton
@Requires(property = "kafka.bootstrap-servers")
final class TopicNames implements AssetNaming {
  /** Names in one batch, which the embedded store registers within a second or two. */
  private static final int TOGETHER = 500;

  private final AssetCatalog catalog;
  private final Derivations derivations;
  private final AssetDesk desk;
  private final Map<String, CompletableFuture<Optional<Asset>>> waiting = new LinkedHashMap<>();
  private final Map<String, CompletableFuture<Optional<Asset>>> underWay = new LinkedHashMap<>();

  TopicNames(AssetCatalog catalog, Derivations derivations, AssetDesk desk) {
    this.catalog = catalog;
    this.derivations = derivations;
    this.desk = desk;
  }

  @Override
  public Optional<Asset> find(String name) {
    return catalog.find(name).filter(asset -> !derivations.isDerived(asset));
  }

  @Override
  public CompletionStage<Optional<Asset>> admit(String name) {
    if (catalog.find(name).filter(derivations::isDerived).isPresent()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    CompletableFuture<Optional<Asset>> answer;
    synchronized (this) {
      CompletableFuture<Optional<Asset>> begun = underWay.get(name);
      answer =
          begun == null ? waiting.computeIfAbsent(name, n -> new CompletableFuture<>()) : begun;
    }
    begin();
    return answer.copy();
  }

  private void begin() {
    List<String> names = next();
    if (!names.isEmpty()) {
      desk.admit(names)
          .map(
              assets -> assets.stream().collect(Collectors.toMap(Asset::name, Function.identity())))
          .subscribe(
              assets ->
                  end((name, answer) -> answer.complete(Optional.ofNullable(assets.get(name)))),
              failure -> end((name, answer) -> answer.completeExceptionally(failure)));
    }
  }

  /** Nobody while a batch is under way. */
  private synchronized List<String> next() {
    if (!underWay.isEmpty()) {
      return List.of();
    }
    waiting.entrySet().stream()
        .limit(TOGETHER)
        .forEach(name -> underWay.put(name.getKey(), name.getValue()));
    waiting.keySet().removeAll(underWay.keySet());
    return List.copyOf(underWay.keySet());
  }

  private void end(BiConsumer<String, CompletableFuture<Optional<Asset>>> answering) {
    Map<String, CompletableFuture<Optional<Asset>>> answered;
    synchronized (this) {
      answered = Map.copyOf(underWay);
      underWay.clear();
    }
    answered.forEach(answering);
    begin();
  }
}
