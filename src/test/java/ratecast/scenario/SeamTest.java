package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static ratecast.support.RunningServer.NOON;
import static ratecast.support.RunningServer.point;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.support.Wire;
import ratecast.tape.Tapes;

/**
 * The second promise of the protocol: history and live points join without a gap and without a
 * repeat.
 */
class SeamTest {
  private static final int CLIENTS = 200;
  private static final long SECONDS = 4_000;
  private static final String SELECT = "{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}";

  @Test
  void twoHundredClientsThatJoinWhileAThousandPointsASecondFlowMissNoneAndGetNoneTwice()
      throws InterruptedException {
    // given a market whose clock runs a thousand times as fast
    try (RunningServer server =
        RunningServer.start(Map.of("tape.window", "24h", "stream.request-burst", 100_000))) {
      Asset asset = server.asset("EURUSD");
      Thread market = new Thread(() -> play(server, asset), "market");

      // when clients join at random moments
      market.start();
      SplittableRandom random = new SplittableRandom(7);
      List<SocketClient> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(server.connect().send(SELECT));
        LockSupport.parkNanos(random.nextLong(30_000_000));
      }
      market.join();

      // then each has every second once, in order
      List<Long> all = LongStream.range(NOON, NOON + SECONDS).boxed().toList();
      for (SocketClient client : clients) {
        List<Long> times = new ArrayList<>();
        while (times.isEmpty() || times.get(times.size() - 1) < NOON + SECONDS - 1) {
          times.addAll(Json.times(client.next()));
        }
        assertThat(times).isEqualTo(all);
        client.close();
      }
    }
  }

  private static void play(RunningServer server, Asset asset) {
    long start = System.nanoTime();
    for (long i = 0; i < SECONDS; i++) {
      server.clock().set(Instant.ofEpochSecond(NOON + i));
      server.bring(point(asset, NOON + i, i / 100.0));
      LockSupport.parkNanos(start + i * 1_000_000 - System.nanoTime());
    }
  }

  @Test
  void clientsThatSwitchResumeAndUnsubscribeAtRandomEndWithExactlyThePointsTheyShouldHave() {
    try (RunningServer server =
        RunningServer.start(Map.of("tape.window", "24h", "stream.request-burst", 100_000))) {
      Asset[] assets = {server.asset("EURUSD"), server.asset("USDJPY"), server.asset("GBPUSD")};
      Thread market = new Thread(() -> playAll(server, assets), "market");
      market.start();
      List<RandomClient> clients = new ArrayList<>();
      for (int seed = 0; seed < 20; seed++) {
        clients.add(new RandomClient(server.port(), assets, seed));
      }
      while (market.isAlive()) {
        clients.forEach(RandomClient::act);
      }
      await().until(() -> server.bean(Tapes.class).newestTime() == NOON + SECONDS - 1);
      clients.forEach(client -> client.finish(NOON + SECONDS - 1));
    }
  }

  @Test
  void overAWireThatIsSlowAndCutEveryClientStillEndsWithExactlyThePointsItShouldHave() {
    try (RunningServer server =
            RunningServer.start(Map.of("tape.window", "24h", "stream.request-burst", 100_000));
        Wire wire = new Wire(server.port())) {
      Asset[] assets = {server.asset("EURUSD"), server.asset("USDJPY"), server.asset("GBPUSD")};
      List<RandomClient> clients = new ArrayList<>();
      for (int seed = 0; seed < 10; seed++) {
        clients.add(new RandomClient(wire.port(), assets, seed));
      }
      Thread market = new Thread(() -> playAll(server, assets), "market");
      market.start();

      // when the wire is slow, then broken, then whole, again and again
      SplittableRandom random = new SplittableRandom(11);
      while (market.isAlive()) {
        wire.delay(Duration.ofNanos(random.nextLong(2_000_000)));
        clients.forEach(RandomClient::act);
        wire.cut();
        wire.restore();
      }
      await().until(() -> server.bean(Tapes.class).newestTime() == NOON + SECONDS - 1);

      clients.forEach(client -> client.finish(NOON + SECONDS - 1));
      assertThat(clients).allMatch(client -> client.breaks() > 0);
    }
  }

  private static void playAll(RunningServer server, Asset[] assets) {
    for (long i = 0; i < SECONDS; i++) {
      server.clock().set(Instant.ofEpochSecond(NOON + i));
      server.bring(
          point(assets[0], NOON + i, (double) i),
          point(assets[1], NOON + i, (double) i),
          point(assets[2], NOON + i, (double) i));
      LockSupport.parkNanos(500_000);
    }
  }
}
