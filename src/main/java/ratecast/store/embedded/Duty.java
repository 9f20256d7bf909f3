package ratecast.store.embedded;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thing that the clockwork does to the store's file again and again. What it throws, of
 * whatever kind, would end its schedule without a word: it is said here, once each way. For the
 * clockwork's thread.
 */
final class Duty {
  private static final Logger log = LoggerFactory.getLogger(Duty.class);

  private final String name;
  private final Runnable work;
  private boolean failing;

  Duty(String name, Runnable work) {
    this.name = name;
    this.work = work;
  }

  /** Does it; false where that failed. */
  boolean done() {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      if (!failing) {
        failing = true;
        log.error("The embedded store's {} failed", name, e);
      }
      return false;
    }
    if (failing) {
      failing = false;
      log.info("The embedded store's {} is done again", name);
    }
    return true;
  }
}
