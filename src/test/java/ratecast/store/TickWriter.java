package ratecast.store;

import static java.util.Objects.requireNonNull;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;

/**
 * A program to be killed: writes a tick of every asset into the store in a folder, a second after
 * the newest there, as fast as it goes, and says each time which the store has acknowledged.
 */
@SuppressWarnings("SystemOut") // its parent process reads it
final class TickWriter {
  static final int ASSETS = 12;
  static final long START = 1_455_883_440;

  private TickWriter() {}

  /** The value says which point it is, so that a reader knows what must be there. */
  static double value(Asset asset, long time) {
    return asset.id() * 1_000_000.0 + (time - START) / 8.0;
  }

  static List<String> names() {
    return IntStream.rangeClosed(1, ASSETS).mapToObj(i -> "ticker_" + i).toList();
  }

  public static void main(String[] folder) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    try (EmbeddedStore embedded = EmbeddedStore.in(Path.of(folder[0]))) {
      PointStore store = new PointStore(embedded.database());
      List<Asset> assets =
          requireNonNull(
              new AssetStore(embedded.database(), () -> Instant.EPOCH)
                  .register(names(), "kill")
                  .block());
      Point last = store.last(assets.get(0)).block();
      for (long time = last == null ? START : last.time() + 1; ; time++) {
        long second = time;
        store
            .write(assets.stream().map(a -> new Point(a, second, value(a, second))).toList())
            .block();
        out.println(time);
      }
    }
  }
}
