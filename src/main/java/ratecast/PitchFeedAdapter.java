package ratecast;

import io.micronaut.context.BeanProvider;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import ratecast.feed.Feed;
import ratecast.feed.FeedAdapter;
import ratecast.market.Quote;
import ratecast.pitch.imports.PitchConfig;

/** Opens the feed that plays PITCH_FILE. */
@Singleton
final class PitchFeedAdapter implements FeedAdapter {
  private final PitchConfig config;

  /** Asked at the first poll: the catalogue's clerks listen to the feed that is made here. */
  private final BeanProvider<SymbolAssets> symbols;

  private volatile CompletableFuture<Void> underWay = CompletableFuture.completedFuture(null);

  PitchFeedAdapter(PitchConfig config, BeanProvider<SymbolAssets> symbols) {
    this.config = config;
    this.symbols = symbols;
  }

  @Override
  public Feed open() {
    Path file =
        config
            .played()
            .orElseThrow(
                () -> new IllegalArgumentException("FEED is \"pitch\", which needs PITCH_FILE"));
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "PITCH_FILE is \"" + file + "\": there is no such file to read");
    }
    return new PitchFeed(file, this::register);
  }

  /** One registration at a time; what it leaves out comes with the next second. */
  private CompletableFuture<Void> register(List<Quote> quotes) {
    if (underWay.isDone()) {
      underWay = symbols.get().register(quotes).onErrorComplete().toFuture();
    }
    return underWay.copy();
  }
}
