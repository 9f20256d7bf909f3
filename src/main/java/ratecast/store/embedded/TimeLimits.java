package ratecast.store.embedded;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The time limits of the reads under way, each on the thread of its command. Any thread. */
final class TimeLimits {
  /**
   * Where a command names none: less than the 30 s after which our driver closes the connection and
   * asks once more on another, beside the first.
   */
  static final long USUAL_MS = TimeUnit.SECONDS.toMillis(25);

  /** The library hands a command's options to no collection. */
  private static final ThreadLocal<TimeLimit> OF_THREAD = new ThreadLocal<>();

  private final LongSupplier nanoTime;
  private volatile boolean closed;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  TimeLimits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * Runs a command that reads.
   *
   * @param maxTimeMs as the client sent it; nothing and 0 are {@link #USUAL_MS}
   */
  <T> T within(@Nullable Object maxTimeMs, Supplier<T> command) {
    long asked = maxTimeMs instanceof Number number ? number.longValue() : 0;
    OF_THREAD.set(new TimeLimit(this, asked > 0 ? asked : USUAL_MS));
    try {
      return command.get();
    } finally {
      OF_THREAD.remove();
    }
  }

  /** Of this thread's command; null where that changes something, which is never cut short. */
  @Nullable TimeLimit current() {
    return OF_THREAD.get();
  }

  /** Ends the reads under way and all to come: nobody waits for them any longer. */
  void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }
}
