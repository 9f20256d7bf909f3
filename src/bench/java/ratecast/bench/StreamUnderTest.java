package ratecast.bench;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.tape.Tapes;

/**
 * The whole program as it ships, with an empty store in memory and no feed. Points go past the
 * store, straight to the tapes, and so to the clients: what is measured is the stream.
 */
final class StreamUnderTest implements Consumer<List<Point>> {
  private final int port;
  private final List<Asset> assets;
  private final TickClock clock;
  private final Tapes tapes;

  private StreamUnderTest(int port, List<Asset> assets, TickClock clock, Tapes tapes) {
    this.port = port;
    this.assets = assets;
    this.clock = clock;
    this.tapes = tapes;
  }

  static StreamUnderTest start(int assets) {
    ApplicationContext context =
        ApplicationContext.builder().deduceEnvironment(false).properties(settings(assets)).start();
    return new StreamUnderTest(
        context.getBean(EmbeddedServer.class).start().getPort(),
        context.getBean(AssetCatalog.class).all(),
        context.getBean(TickClock.class),
        context.getBean(Tapes.class));
  }

  /** Ids are given in the order of the names. */
  private static Map<String, Object> settings(int assets) {
    return Map.of(
        TickClock.WANTED,
        true,
        "market.assets",
        IntStream.rangeClosed(1, assets).mapToObj("ticker_%03d"::formatted).toList(),
        "feed.kind",
        "none",
        "store.embedded.dir",
        "memory",
        "store.embedded.port",
        0,
        "micronaut.server.host",
        "127.0.0.1",
        "micronaut.server.port",
        -1,
        "stream.max-connections-per-address",
        50_000);
  }

  int port() {
    return port;
  }

  List<Asset> assets() {
    return assets;
  }

  TickClock clock() {
    return clock;
  }

  @Override
  public void accept(List<Point> points) {
    tapes.append(points);
  }
}
