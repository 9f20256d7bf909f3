package ratecast.pitch.book;

import java.util.Optional;
import java.util.function.Consumer;
import ratecast.pitch.PitchMessage;

/**
 * Reads the file's time off its messages. The books of a whole second are those made by every
 * message before the first one that is of this second or later. A message that goes back in time
 * (one in thirty does, by some milliseconds) is applied where it stands and never turns a second
 * back. A second without a message has the quotes of the one before it, for up to {@value
 * #MAX_SILENCE} seconds of silence; then nothing until the file speaks again: books that nobody
 * confirms are no market, and one wrong time must not cost a day of quotes. For one thread.
 */
public final class BookClock {
  static final int MAX_SILENCE = 3600;

  private static final int MILLIS = 1000;
  private static final int NOT_STARTED = -1;

  private final Books books;
  private int second = NOT_STARTED;
  private int heard;
  private int next;

  public BookClock(Books books) {
    this.books = books;
  }

  /** First gives the seconds that are over with this message, then applies it to the books. */
  public void apply(PitchMessage message, Consumer<SecondQuotes> seconds) {
    while (isBehind(message)) {
      seconds.accept(tick());
    }
    books.apply(message);
  }

  /** The second that ends the file: the last word on every book. Empty where nothing came. */
  public Optional<SecondQuotes> close() {
    return second == NOT_STARTED ? Optional.empty() : Optional.of(tick());
  }

  /** Whether a second is over with this message; the first message only sets the clock. */
  boolean isBehind(PitchMessage message) {
    next = message.time() / MILLIS;
    if (second == NOT_STARTED) {
      second = next;
    }
    if (next > second) {
      return true;
    }
    heard = second;
    return false;
  }

  SecondQuotes tick() {
    second = second - heard < MAX_SILENCE ? second + 1 : next;
    return new SecondQuotes(second, books.quotes());
  }
}
