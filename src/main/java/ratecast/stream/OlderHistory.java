package ratecast.stream;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.store.PointWriter;
import ratecast.store.StoreConfig;
import ratecast.tape.Tapes;
import reactor.core.publisher.Mono;

/**
 * Fetches from the store what a history asks for and the window no longer holds. Bounded in how
 * many read at a time, in points and in time; past a bound, or while the store is away, the client
 * gets what the window holds and is told that it is not complete.
 */
@Singleton
final class OlderHistory {
  private static final Logger LOG = LoggerFactory.getLogger(OlderHistory.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final PointStore store;
  private final PointWriter writer;
  private final Tapes tapes;
  private final InstantSource clock;
  private final Semaphore reads;
  private final StreamMeters meters;
  private final long maxSeconds;
  private final long retentionSeconds;

  OlderHistory(
      PointStore store,
      PointWriter writer,
      StoreConfig storeConfig,
      Tapes tapes,
      InstantSource clock,
      StreamConfig config,
      StreamMeters meters) {
    this.store = store;
    this.writer = writer;
    this.tapes = tapes;
    this.clock = clock;
    this.meters = meters;
    reads = new Semaphore(config.maxStoreReads());
    maxSeconds = config.maxHistory().toSeconds();
    retentionSeconds = storeConfig.retention().toSeconds();
  }

  /**
   * Whether the join has all of its history that is to be had. Where it has not, it is fetched
   * without blocking, and {@code then} runs on the loop when the join is ready.
   */
  boolean isHere(PointJoin join, EventLoop loop, Runnable then) {
    long now = clock.instant().getEpochSecond();
    long after = join.after(now, tapes.windowSeconds());
    if (join.state() == PointJoin.State.READING) {
      return false;
    }
    if (join.state() == PointJoin.State.READY
        || !join.wantsHistory()
        || after >= join.tape().window().wholeAfter(now)) {
      return true;
    }
    boolean behind = writer.isBehind(join.tape().window().firstTime());
    if (behind || !reads.tryAcquire()) {
      meters.refused(behind ? "store-away" : "store-reads");
      join.ready(List.of(), false);
      return true;
    }
    Held recent = Held.of(join.tape().window(), after, now);
    join.reading(recent);
    read(join, recent, after, loop, then);
    return false;
  }

  private void read(PointJoin join, Held recent, long after, EventLoop loop, Runnable then) {
    long now = recent.asOf();
    long from = Math.max(after + 1, now - maxSeconds);
    long to =
        recent.recent().isEmpty()
            ? Math.max(now, join.tape().window().lacksUpTo()) + 1
            : recent.recent().firstTime();
    boolean reachesBack =
        after + 1 >= now - maxSeconds
            && (retentionSeconds == 0 || after + 1 >= now - retentionSeconds);
    Mono<List<Point>> points =
        store.read(join.tape().asset(), from, to).collectList().timeout(TIMEOUT);
    var unused =
        points
            .doFinally(signal -> reads.release())
            .subscribe(
                older -> loop.execute(() -> finish(join, older, reachesBack, then)),
                error -> {
                  meters.refused("store-away");
                  LOG.debug("History from the store failed", error);
                  loop.execute(() -> finish(join, List.of(), false, then));
                });
  }

  private static void finish(PointJoin join, List<Point> older, boolean complete, Runnable then) {
    join.ready(older, complete);
    then.run();
  }
}
