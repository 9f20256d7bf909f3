package ratecast.bench;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.List;
import java.util.Map;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.stream.Fanout;
import ratecast.tape.Tapes;

/** Ratecast's tapes and stream as they ship; points go past the store, straight to the tapes. */
final class StreamUnderTest implements PointSink {
  private static final Map<String, Object> SETTINGS =
      Map.of(
          "micronaut.server.host", "127.0.0.1",
          "micronaut.server.port", -1,
          "stream.max-connections-per-address", 50_000);

  private final EmbeddedServer server;
  private final TickClock clock;
  private final Tapes tapes;
  private final Fanout fanout;

  private StreamUnderTest(EmbeddedServer server, TickClock clock, Tapes tapes, Fanout fanout) {
    this.server = server;
    this.clock = clock;
    this.tapes = tapes;
    this.fanout = fanout;
  }

  static StreamUnderTest start(List<Asset> assets) {
    ApplicationContext context =
        ApplicationContext.builder().deduceEnvironment(false).properties(SETTINGS).start();
    assets.forEach(context.getBean(AssetCatalog.class)::add);
    Tapes tapes = context.getBean(Tapes.class);
    return new StreamUnderTest(
        context.getBean(EmbeddedServer.class).start(),
        context.getBean(TickClock.class),
        tapes,
        context.getBean(Fanout.class));
  }

  int port() {
    return server.getPort();
  }

  TickClock clock() {
    return clock;
  }

  @Override
  public void accept(List<Point> points) {
    tapes.append(points);
    fanout.wake();
  }
}
