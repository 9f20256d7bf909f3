package ratecast;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.kafka.KafkaConfig;
import ratecast.store.StoreSharing;
import ratecast.tape.Tapes;

/**
 * When a node looks into a store that it shares with others: a quarter of a second into each
 * second, and once more a quarter later where no point of that second was there yet; every other
 * second for assets that came or went, and for what was written into the past. Of a store that is
 * this process's own it looks after nothing but that an import wrote into it, and with Kafka points
 * come by the topic and not this way.
 */
@Singleton
final class Following {
  private static final Logger LOG = LoggerFactory.getLogger(Following.class);
  private static final long LOOK_MILLIS = 250;
  private static final int LOOKS = 2;
  private static final long GOODBYE_SECONDS = 3;

  private final StoreFollower points;
  private final CatalogFollower catalog;
  private final PastNews news;
  private final PastFollower past;
  private final Tapes tapes;
  private final InstantSource clock;
  private final StoreSharing sharing;
  private final KafkaConfig kafka;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Following::daemon);
  private long second;
  private int looked;
  private boolean away;

  Following(
      StoreFollower points,
      CatalogFollower catalog,
      PastNews news,
      PastFollower past,
      Tapes tapes,
      InstantSource clock,
      StoreSharing sharing,
      KafkaConfig kafka) {
    this.points = points;
    this.catalog = catalog;
    this.news = news;
    this.past = past;
    this.tapes = tapes;
    this.clock = clock;
    this.sharing = sharing;
    this.kafka = kafka;
  }

  /** Once, when the windows are warm. Does not block. */
  @SuppressWarnings("FutureReturnValueIgnored") // a look that fails says so itself
  void start() {
    looks.scheduleAtFixedRate(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** After this nothing is followed any more. Waits three seconds at most; may be called again. */
  @PreDestroy
  void stop() {
    looks.shutdownNow();
    try {
      if (!looks.awaitTermination(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("A read of the store has not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      Instant now = clock.instant();
      if (now.getEpochSecond() != second) {
        second = now.getEpochSecond();
        looked = 0;
      }
      boolean due = TimeUnit.NANOSECONDS.toMillis(now.getNano()) >= LOOK_MILLIS;
      if (due && (looked == 0 || (looked < LOOKS && tapes.newestTime() < second))) {
        boolean isWhole = looked == 0 && second % 2 == 0;
        looked++;
        follow(isWhole);
      }
    } catch (RuntimeException | Error e) { // of whatever kind: it would end the schedule
      gone(e);
    }
  }

  /** What is new goes first: the rest may take long, or fail each time. */
  private void follow(boolean isWhole) {
    boolean hasPoints = sharing.isShared() && !kafka.isOn();
    if (hasPoints) {
      points.follow();
    }
    if (isWhole) {
      followCatalog();
      past.follow();
    }
    if (hasPoints || isWhole) { // the store has answered
      back();
    }
  }

  private void followCatalog() {
    if (sharing.isShared()) {
      news.tell();
    }
    if (sharing.isShared() || news.isAny()) {
      catalog.follow();
    }
  }

  private void back() {
    if (away) {
      away = false;
      LOG.info("The store answers again; what others write into it is followed");
    }
  }

  private void gone(Throwable why) {
    if (!away && !looks.isShutdown()) {
      away = true;
      LOG.warn("The store is away; what others write into it is not followed ({})", why.toString());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "follow");
    thread.setDaemon(true);
    return thread;
  }
}
