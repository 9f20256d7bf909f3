package ratecast.kafka;

import org.slf4j.Logger;

/** Whether the broker is away, logged once each way. Any thread. */
final class Absence {
  private final Logger log;
  private final String what;
  private volatile boolean away;

  /**
   * @param what stands still meanwhile, as the beginning of a sentence
   */
  Absence(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  synchronized void begin(String why) {
    if (!away) {
      away = true;
      log.warn("{} stands still: Kafka is away ({})", what, why);
    }
  }

  void end() {
    if (away) { // asked for each record: without the lock
      over();
    }
  }

  private synchronized void over() {
    if (away) {
      away = false;
      log.info("{} goes on: Kafka is back", what);
    }
  }
}
