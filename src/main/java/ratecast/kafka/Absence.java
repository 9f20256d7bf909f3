package ratecast.kafka;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Whether the broker is away, and since when; logged once each way. Any thread. */
final class Absence {
  private final Logger log;
  private final String what;
  private final InstantSource clock;
  private volatile @Nullable Instant since;

  /**
   * @param what stands still meanwhile, as the beginning of a sentence
   */
  Absence(Logger log, String what, InstantSource clock) {
    this.log = log;
    this.what = what;
    this.clock = clock;
  }

  Optional<Instant> since() {
    return Optional.ofNullable(since);
  }

  synchronized void begin(String why) {
    if (since == null) {
      since = clock.instant();
      log.warn("{} stands still: Kafka is away ({})", what, why);
    }
  }

  void end() {
    if (since != null) { // asked for each record: without the lock
      over();
    }
  }

  private synchronized void over() {
    if (since != null) {
      since = null;
      log.info("{} goes on: Kafka is back", what);
    }
  }
}
