package ratecast.scenario;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.support.EmbeddedStore;
import ratecast.support.NodeProcess;
import ratecast.support.RunningServer;
import ratecast.support.Watcher;
import reactor.core.publisher.Mono;

/** Two nodes, one of them a process to be killed, and a MongoDB that is all they share. */
@Timeout(value = 120, unit = SECONDS)
class TwoNodesTest {
  private static final Asset TICKER = new Asset(6, "ticker_0");
  private static final int WATCHERS = 6;

  @TempDir Path folder;
  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final List<Watcher> watchers = new ArrayList<>();
  private final List<Integer> ports = new CopyOnWriteArrayList<>();
  private NodeProcess one;
  private RunningServer two;

  @BeforeEach
  void start() {
    one =
        NodeProcess.start(
                folder.resolve("one.log"),
                Map.of(
                    "MONGO_CONNECTION_URI",
                    uri(),
                    "WALK_TICKERS",
                    "2",
                    "STORE_WRITE_TIMEOUT", // what is seen is stored, also where it is killed
                    "20s"))
            .serving();
    two = node();
    ports.addAll(List.of(one.port(), two.port()));
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(new Watcher(TICKER.id(), ports, i));
    }
  }

  private String uri() {
    return "mongodb://127.0.0.1:" + store.port() + "/";
  }

  private RunningServer node() {
    return RunningServer.startInRealTime(
        Map.of(
            "mongodb.uri",
            uri(),
            "feed.kind",
            "walk",
            "feed.walk.tickers",
            2,
            "store.write-timeout",
            "20s"));
  }

  @AfterEach
  void end() {
    watchers.forEach(Watcher::close);
    one.close();
    two.close();
    store.close();
  }

  @Test
  void whoeverPollsAndWhoeverDiesEveryClientSeesWhatIsStoredOnceAndInOrder() {
    everyoneSeesMore(3);
    assertThat(poller()).isEqualTo(one.pid());

    // The poller is killed.
    long before = newest();
    long killed = System.nanoTime();
    one.kill();
    soon(() -> newest() > before + 1, Duration.ofSeconds(10));
    assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(5));
    assertThat(poller()).isEqualTo(ProcessHandle.current().pid());

    // A third comes and follows, assets too; the second goes in peace and hands over.
    try (RunningServer three = node()) {
      watchers.add(new Watcher(TICKER.id(), List.of(three.port()), 0));
      Asset added = added("ADDED");
      soon(() -> three.bean(AssetCatalog.class).find(added.id()).isPresent());
      everyoneSeesMore(1);
      ports.add(three.port());
      long stopped = newest();
      two.stop();
      soon(() -> newest() > stopped + 1, Duration.ofSeconds(4));
      everyoneSeesMore(2);
    }

    // And all of it is the same.
    long end = newest(); // what comes meanwhile is another matter
    for (Watcher watcher : watchers) {
      await()
          .untilAsserted(
              () -> {
                List<Watcher.Seen> seen =
                    watcher.seen().stream().filter(point -> point.time() <= end).toList();
                assertThat(seen).isEqualTo(stored(seen.get(0).time(), end));
              });
    }
    List<Watcher.Seen> line = stored(0, end);
    for (int i = 1; i < line.size(); i++) {
      assertThat(Math.abs(line.get(i).value() - line.get(i - 1).value()))
          .as("a walk goes on from its last value, whichever node asks")
          .isOne();
    }
  }

  private void everyoneSeesMore(int points) {
    List<Long> before = watchers.stream().map(Watcher::lastTime).toList();
    for (int i = 0; i < watchers.size(); i++) {
      int at = i;
      long target = Math.max(before.get(at) + points, newest() + points - 1);
      soon(() -> watchers.get(at).lastTime() >= target);
    }
  }

  private List<Watcher.Seen> stored(long from, long to) {
    return Objects.requireNonNull(
        new PointStore(store.database())
            .read(TICKER, from, to + 1)
            .map(point -> new Watcher.Seen(point.time(), point.value()))
            .collectList()
            .block());
  }

  private long newest() {
    return new PointStore(store.database())
        .last(TICKER)
        .map(point -> point.time())
        .blockOptional()
        .orElse(0L);
  }

  /** The process that asks the feed. */
  private long poller() {
    Document lease = Mono.from(store.database().getCollection("leases").find().first()).block();
    String owner = Objects.requireNonNull(lease).getString("owner");
    return Long.parseLong(owner.substring(0, owner.indexOf('-')));
  }

  private Asset added(String name) {
    AssetStore assets = new AssetStore(store.database(), InstantSource.system());
    return Objects.requireNonNull(assets.register(List.of(name), "test").block()).get(0);
  }

  private static void soon(Callable<Boolean> what) {
    soon(what, Duration.ofSeconds(15));
  }

  private static void soon(Callable<Boolean> what, Duration within) {
    await().atMost(within).pollInterval(Duration.ofMillis(20)).until(what);
  }
}
