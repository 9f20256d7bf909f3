package ratecast.store.embedded;

import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.concurrent.TimeUnit;

/**
 * How long a command that reads may take. Whoever asked has given up by then, and nobody tells the
 * server: it would read on for nobody, and hold one of its threads. For one thread at a time.
 */
final class TimeLimit {
  /** Documents from one look at the clock to the next: less than a millisecond. */
  private static final int STRIDE = 100;

  private static final int MAX_TIME_MS_EXPIRED = 50; // MongoDB's numbers for them
  private static final int INTERRUPTED_AT_SHUTDOWN = 11_600;

  private final TimeLimits limits;
  private final long nanos;
  private long end;
  private int documents;

  /** Begins now. */
  TimeLimit(TimeLimits limits, long millis) {
    this.limits = limits;
    nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    begin();
  }

  /** Begins anew, for a command that goes on with what an earlier one found. */
  void begin() {
    end = limits.nanoTime() + nanos;
  }

  /** Before each document. Throws what the client is told where the command is to end. */
  void ask() {
    documents = (documents + 1) % STRIDE;
    if (documents != 0) {
      return;
    }
    if (limits.isClosed()) {
      throw new MongoServerError(
          INTERRUPTED_AT_SHUTDOWN, "InterruptedAtShutdown", "The server is closing");
    }
    if (limits.nanoTime() - end > 0) {
      throw new MongoServerError(
          MAX_TIME_MS_EXPIRED, "MaxTimeMSExpired", "operation exceeded time limit");
    }
  }
}
