package ratecast.pitch.imports;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.pitch.store.StoreAwayException;

/**
 * Waits for a store that is away: asks again with growing pauses until it answers or the program
 * ends, and says so once each way. An import loses nothing by waiting; giving up would. One thread
 * asks; any may end it.
 */
public final class Patience {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final CountDownLatch over = new CountDownLatch(1);

  /** Nobody waits any longer. */
  public void end() {
    over.countDown();
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /**
   * The answer. Blocks until there is one.
   *
   * @throws StoppedException where the program ends before
   */
  <T> T ask(Supplier<T> question) {
    Duration pause = Duration.ZERO;
    while (true) {
      goOn();
      try {
        T answer = question.get();
        if (!pause.isZero()) {
          LOG.info("The store is back; the PITCH import goes on");
        }
        return answer;
      } catch (StoreAwayException away) {
        if (pause.isZero()) {
          LOG.warn("The store is away; the PITCH import waits for it ({})", away.getMessage());
        }
        pause = longer(pause);
        await(pause);
      }
    }
  }

  /** Throws where it is over. */
  void goOn() {
    if (isOver()) {
      throw new StoppedException();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  private void await(Duration pause) {
    try {
      if (over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoppedException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoppedException();
    }
  }
}
