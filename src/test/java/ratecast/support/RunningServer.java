package ratecast.support;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import ratecast.Shutdown;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.market.Tick;
import ratecast.store.PointWriter;
import ratecast.tape.Tapes;

/**
 * The whole program in this JVM on a free port: a store in memory, no feed, and a clock that the
 * test moves, unless the test says otherwise.
 */
public final class RunningServer implements AutoCloseable {
  /** A Friday noon, when markets are open. */
  public static final long NOON = Instant.parse("2016-02-19T12:00:00Z").getEpochSecond();

  private static final Map<String, Object> DEFAULTS =
      Map.of(
          "micronaut.server.port",
          -1,
          "feed.kind",
          "none",
          "store.embedded.dir",
          "memory",
          "store.embedded.port",
          0);

  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(NOON));
  private final ApplicationContext context;
  private final EmbeddedServer server;
  private final Shutdown shutdown;

  private RunningServer(Map<String, Object> settings, boolean ownClock) {
    Map<String, Object> properties = new HashMap<>(DEFAULTS);
    properties.putAll(settings);
    ApplicationContextBuilder builder =
        ApplicationContext.builder().properties(properties).eagerInitConfiguration(true);
    if (ownClock) {
      builder.beanDefinitions(
          RuntimeBeanDefinition.builder(InstantSource.class, () -> clock)
              .replaces(InstantSource.class)
              .build());
    }
    context = builder.start();
    server = context.getBean(EmbeddedServer.class).start();
    shutdown = context.getBean(Shutdown.class);
  }

  public static RunningServer start() {
    return start(Map.of());
  }

  public static RunningServer start(Map<String, Object> settings) {
    return new RunningServer(settings, true);
  }

  /** The program on the machine's clock, as it runs for users. */
  public static RunningServer startInRealTime(Map<String, Object> settings) {
    return new RunningServer(settings, false);
  }

  public SocketClient connect() {
    return SocketClient.connect(server.getPort());
  }

  public int port() {
    return server.getPort();
  }

  public ManualClock clock() {
    return clock;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public Asset asset(String name) {
    return bean(AssetCatalog.class).find(name).orElseThrow();
  }

  public static Point point(Asset asset, long time, double value) {
    return new Point(asset, time, value);
  }

  /** Brings one tick as a feed would: stored, then shown. */
  public void bring(Point... tick) {
    bean(PointSink.class).accept(Tick.of("test", clock.instant(), Arrays.asList(tick)));
  }

  /** Brings ticks and waits until the last is on its tape and the store has them all. */
  public void bringAndWait(Point... tick) {
    bring(tick);
    Point last = tick[tick.length - 1];
    var window = bean(Tapes.class).tape(last.asset()).window();
    await().until(() -> window.lastTime() >= last.time());
    PointWriter writer = bean(PointWriter.class);
    if (writer.backlog() > 0) {
      await().until(() -> writer.backlog() == 0);
    }
  }

  /** How many clients the server counts. */
  public int sessions() {
    return (int) bean(MeterRegistry.class).get("ratecast.stream.sessions").gauge().value();
  }

  /**
   * What the server has counted so far under a name, of these tags and values; fails where nothing
   * counts so.
   */
  public double counted(String name, String... tags) {
    return bean(MeterRegistry.class).get(name).tags(tags).counter().count();
  }

  /** Ends it as SIGTERM does. */
  public void stop() {
    shutdown.begin();
    server.stop();
  }

  @Override
  public void close() {
    stop();
    context.close();
  }
}
