package ratecast.scenario;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import ratecast.market.Asset;
import ratecast.support.Json;
import ratecast.support.LogLines;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;

/** What many connections leave behind, and whether they all are served. */
@Timeout(240)
class ManyConnectionsTest {
  private static final int COME_AND_GO = 10_000;
  private static final int AT_ONCE = 1_000;
  private static final int IDLE = 100;
  private static final int THREADS = 8;
  private static final int TEXT = 1;
  private static final byte[] SUBSCRIBE =
      "{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}".getBytes(US_ASCII);

  private static RunningServer server;

  @RegisterExtension private final LogLines leaks = LogLines.of(ResourceLeakDetector.class);

  @BeforeAll
  static void start() {
    server = RunningServer.start(Map.of("stream.max-connections-per-address", 2 * AT_ONCE));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * A third says goodbye, a third goes without a word, a third in the middle of a request and of a
   * frame.
   */
  @Test
  void tenThousandConnectionsThatComeAndGoLeaveNothingBehindAndDisturbNobody() throws Exception {
    Asset asset = server.asset("USDJPY");
    try (SocketClient quiet = server.connect()) {
      quiet.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":2}}").next();
      long files = openFiles();

      List<Callable<Void>> visitors = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        visitors.add(ManyConnectionsTest::comeAndGo);
      }
      ExecutorService threads = Executors.newFixedThreadPool(THREADS);
      List<Future<Void>> done = visitors.stream().map(threads::submit).toList();
      threads.shutdown();
      long second = NOON;
      while (!threads.isTerminated()) {
        server.bring(point(asset, second, 113));
        assertThat(Json.times(quiet.next())).containsExactly(second++);
      }
      for (Future<Void> each : done) {
        each.get(); // fails where a visitor was not let in
      }

      await().until(() -> server.sessions() == 1);
      assertThat(gauge("ratecast.stream.subscriptions")).isEqualTo(1);
      await().until(() -> openFiles() <= files + THREADS);
      await().until(() -> alive("ratecast.stream.Session") == 1);
      assertThat(quiet.send("{\"action\":\"ping\",\"message\":{}}").next()).contains("pong");
      assertThat(leaks.events()).as("buffers that nobody let go of").isEmpty();
      assertThat(second - NOON).as("seconds meanwhile").isGreaterThan(10);
    }
  }

  private static Void comeAndGo() throws IOException {
    for (int i = 0; i < COME_AND_GO / THREADS; i++) {
      try (RawSocket visitor = RawSocket.upgraded(server.port())) {
        if (i % 3 == 0) {
          visitor.frame(true, TEXT, SUBSCRIBE);
          visitor.frame(true, 8, new byte[] {3, (byte) 0xE8});
          assertThat(visitor.closeCode()).isEqualTo(1000);
        } else if (i % 3 == 1) {
          visitor.frame(true, TEXT, SUBSCRIBE);
        } else {
          visitor.frame(false, TEXT, SUBSCRIBE);
          visitor.send(new byte[] {(byte) 0x80, (byte) 0xFE, 0x10}); // promises 4 KB, to be masked
        }
      }
    }
    return null;
  }

  @Test
  void aThousandConnectionsOpenedAtOnceAreAllServed() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    List<Future<RawSocket>> opening = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      opening.add(
          threads.submit(
              () -> {
                start.await();
                RawSocket socket = RawSocket.upgraded(server.port());
                socket.frame(true, TEXT, SUBSCRIBE);
                return socket;
              }));
    }
    List<RawSocket> sockets = new ArrayList<>();
    try {
      start.countDown();
      for (Future<RawSocket> each : opening) {
        sockets.add(each.get());
      }
      for (RawSocket socket : sockets) {
        assertThat(socket.text()).startsWith("{\"action\":\"asset_history\"");
      }

      server.bring(point(server.asset("EURUSD"), NOON, 1.25));

      for (RawSocket socket : sockets) {
        assertThat(Json.times(socket.text())).containsExactly(NOON);
      }
      assertThat(gauge("ratecast.stream.subscriptions")).isEqualTo(AT_ONCE);
    } finally {
      threads.shutdownNow();
      for (RawSocket socket : sockets) {
        socket.close();
      }
    }
    await().until(() -> server.sessions() == 0);
  }

  @Test
  void anIdleConnectionDoesNotKeepTheRequestItCameWith() throws Exception {
    List<RawSocket> sockets = new ArrayList<>();
    try {
      while (sockets.size() < IDLE) {
        sockets.add(RawSocket.upgraded(server.port()));
      }
      await().until(() -> alive("ratecast.stream.Session") == IDLE);
      String micronaut = "io.micronaut.http.server.netty.";
      await().until(() -> alive(micronaut + "NettyHttpRequest") < IDLE / 10);
      await().until(() -> alive(micronaut + "websocket.NettyServerWebSocketHandler") < IDLE / 10);
    } finally {
      for (RawSocket socket : sockets) {
        socket.close();
      }
    }
    await().until(() -> server.sessions() == 0);
  }

  private static double gauge(String name) {
    return server.bean(MeterRegistry.class).get(name).gauge().value();
  }

  private static long openFiles() {
    return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
        .getOpenFileDescriptorCount();
  }

  /** How many objects of a class are left where what nobody holds is gone. */
  private static long alive(String name) throws JMException {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    return ((String) histogram)
        .lines()
        .map(line -> line.trim().split("\\s+"))
        .filter(columns -> columns[columns.length - 1].equals(name))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }
}
