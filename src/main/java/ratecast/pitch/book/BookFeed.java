package ratecast.pitch.book;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchFile;
import ratecast.pitch.PitchMessage;

/**
 * The quotes of a file, second by second, as its reader asks for them: whoever asks once a second
 * plays the file at its own pace. Holds one batch of lines besides the books. Lines that are no
 * messages are passed over.
 *
 * <p>For one thread; {@link #next} blocks while it reads.
 */
public final class BookFeed implements AutoCloseable {
  private final PitchFile file;
  private final Books books;
  private final BookClock clock;
  private Iterator<Decoded> lines = Collections.emptyIterator();
  private boolean ended;

  public BookFeed(PitchFile file, BookLimits limits) {
    this.file = file;
    this.books = new Books(limits);
    this.clock = new BookClock(books);
  }

  /** The next whole second of the file; empty after the last. */
  public Optional<SecondQuotes> next() throws IOException {
    Optional<SecondQuotes> second = clock.next();
    while (second.isEmpty() && !ended) {
      PitchMessage message = read();
      ended = message == null;
      if (message == null) {
        clock.end();
      } else {
        clock.take(message);
      }
      second = clock.next();
    }
    return second;
  }

  public Books books() {
    return books;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private @Nullable PitchMessage read() throws IOException {
    while (true) {
      while (lines.hasNext()) {
        if (lines.next() instanceof PitchMessage message) {
          return message;
        }
      }
      Optional<PitchBatch> batch = file.next();
      if (batch.isEmpty()) {
        return null;
      }
      lines = batch.get().lines().iterator();
    }
  }
}
