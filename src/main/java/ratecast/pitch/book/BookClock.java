package ratecast.pitch.book;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import ratecast.pitch.PitchMessage;

/**
 * Reads the file's time off its messages. The books of a whole second are those made by every
 * message before the first one that is of this second or later. A message that goes back in time
 * (one in thirty does, by some milliseconds) is applied where it stands and never turns a second
 * back. The first message, and one that leaps more than {@value #LEAP} seconds ahead, is believed
 * when the next one is not back before it: one wrong time must not put all that follows behind. One
 * that is not believed is applied where it stands, too, and counted. A second without a message has
 * the quotes of the one before it, for up to {@value #MAX_SILENCE} seconds of silence; then nothing
 * until the file speaks again: books that nobody confirms are no market. For one thread.
 */
public final class BookClock {
  static final int MAX_SILENCE = 3600;

  /** Seconds. The sample's times go back by 2 ms at most, and ahead by 0.8 s. */
  static final int LEAP = 5;

  private static final int MILLIS = 1000;
  private static final int NOT_STARTED = -1;

  private final Books books;

  /** Not applied yet: two at most, the second of which says whether to believe the first. */
  private final Queue<PitchMessage> waiting = new ArrayDeque<>(2);

  private int second = NOT_STARTED;
  private int heard;
  private boolean ended;

  public BookClock(Books books) {
    this.books = books;
  }

  /** Gives the seconds that are over with this message, and applies what is settled by it. */
  public void apply(PitchMessage message, Consumer<SecondQuotes> seconds) {
    take(message);
    give(seconds);
  }

  /** Gives what is left, and last the second that ends the file: the last word on every book. */
  public void close(Consumer<SecondQuotes> seconds) {
    end();
    give(seconds);
  }

  private void give(Consumer<SecondQuotes> seconds) {
    for (Optional<SecondQuotes> over = next(); over.isPresent(); over = next()) {
      seconds.accept(over.get());
    }
  }

  /** The file's next message, once {@link #next} has no second any more. */
  void take(PitchMessage message) {
    waiting.add(message);
  }

  /** There is no further message. */
  void end() {
    ended = true;
  }

  /**
   * The next second that is over; empty where that takes another message, or the file has ended.
   */
  Optional<SecondQuotes> next() {
    for (PitchMessage first = waiting.peek(); first != null; first = waiting.peek()) {
      int time = second(first);
      boolean leap = second == NOT_STARTED || time - second > LEAP;
      if (leap && waiting.size() == 1 && !ended) {
        return Optional.empty();
      }
      if (leap && isTakenBack(time)) {
        books.count(Oddity.TIME_AHEAD);
      } else if (second == NOT_STARTED) {
        second = time;
      } else if (time > second) {
        return Optional.of(tick(time));
      }
      books.apply(waiting.remove());
      heard = second;
    }
    return last();
  }

  /** Whether the message behind the first is back before it. */
  private boolean isTakenBack(int time) {
    return waiting.stream().skip(1).anyMatch(behind -> second(behind) < time - LEAP);
  }

  private Optional<SecondQuotes> last() {
    if (!ended || second == NOT_STARTED) {
      return Optional.empty();
    }
    SecondQuotes last = tick(second + 1);
    second = NOT_STARTED;
    return Optional.of(last);
  }

  private SecondQuotes tick(int next) {
    second = second - heard < MAX_SILENCE ? second + 1 : next;
    return new SecondQuotes(second, books.quotes());
  }

  private static int second(PitchMessage message) {
    return message.time() / MILLIS;
  }
}
