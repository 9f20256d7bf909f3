package ratecast.feed;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that does two things: it calls a task right after each whole second of the clock, and
 * in between it runs what it is handed. Follows the clock wherever it jumps, never calls ahead of
 * it, and is ended by {@link #stop} alone: whatever a task throws is logged and costs that call.
 *
 * <p>A self-made loop and not a cron: this one also is the thread on which answers are settled, so
 * that what a feed knows needs no lock.
 */
final class SecondLoop implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(SecondLoop.class);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

  private final InstantSource clock;

  /** Holds the outcome of the one running poll, and a tick or two that another node brought. */
  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();

  private volatile Thread thread = new Thread("ratecast-feed");
  private volatile boolean stopped;
  private long lastSecond;

  SecondLoop(InstantSource clock) {
    this.clock = clock;
  }

  /** Once. The first call of the task comes with the next whole second. */
  void start(LongConsumer onSecond) {
    lastSecond = clock.instant().getEpochSecond();
    thread = new Thread(() -> run(onSecond), "ratecast-feed");
    thread.setDaemon(true);
    thread.start();
  }

  /** Waits until a running task is through, two seconds at most. */
  void stop() {
    stopped = true;
    thread.interrupt();
    try {
      thread.join(LONGEST_GOODBYE.toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void execute(Runnable task) {
    inbox.add(task);
  }

  private void run(LongConsumer onSecond) {
    while (!stopped) {
      try {
        turn(onSecond);
      } catch (InterruptedException e) {
        LOG.debug("interrupted, {}", stopped ? "ends" : "goes on");
      } catch (Throwable bug) { // an Error too: the next second is worth trying
        complain(bug);
      }
    }
  }

  private void turn(LongConsumer onSecond) throws InterruptedException {
    var now = clock.instant();
    long second = now.getEpochSecond();
    if (second != lastSecond) {
      lastSecond = second;
      onSecond.accept(second);
      return;
    }
    long untilNext = TimeUnit.SECONDS.toNanos(1) - now.getNano();
    Runnable task = inbox.poll(untilNext, TimeUnit.NANOSECONDS);
    if (task != null) {
      task.run();
    }
  }

  private static void complain(Throwable bug) {
    try {
      LOG.error("A second of the feed was lost to a bug", bug);
    } catch (Throwable evenThat) {
      bug.addSuppressed(evenThat);
    }
  }
}
