package ratecast.bench;

import java.io.IOException;
import java.util.Optional;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchFile;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.RepeatedSample;
import ratecast.pitch.book.BookLimits;
import ratecast.pitch.book.Books;
import ratecast.pitch.book.PitchSummary;
import ratecast.pitch.book.PitchTally;

/**
 * A large PITCH file, made as it is read: the sample repeated with shifted ids. Prints its rate and
 * what is in memory after a collection, every 10 million lines; the argument is its size in MB,
 * 2000 without one. Run it with a small heap to see that it needs no large one.
 */
@SuppressWarnings("SystemOut") // a command's output is what it is for
public final class PitchVolume {
  private static final int MEGABYTE = 1_000_000;
  private static final long STEP = 10_000_000;

  private PitchVolume() {}

  public static void main(String... args) throws IOException {
    long megabytes = args.length == 0 ? 2000 : Long.parseLong(args[0]);
    Books books = new Books(BookLimits.DEFAULT);
    PitchTally tally = new PitchTally();
    long start = System.nanoTime();
    try (PitchFile file = PitchFile.of(RepeatedSample.ofBytes(megabytes * MEGABYTE))) {
      Optional<PitchBatch> batch = file.next();
      while (batch.isPresent()) {
        tally.add(batch.get());
        for (Decoded line : batch.get().lines()) {
          if (line instanceof PitchMessage message) {
            books.apply(message);
          }
        }
        if (batch.get().nextLine() % STEP < batch.get().lines().size()) {
          report(batch.get().nextLine() - 1, start);
        }
        batch = file.next();
      }
      PitchSummary summary = tally.summary(books);
      report(summary.lines(), start);
      System.out.printf(
          "%,d messages of %,d bytes, %d symbols, %,d open orders, oddities %s, sha256 %s%n",
          summary.messages(),
          file.bytesRead(),
          summary.symbols(),
          books.all().stream().mapToLong(book -> book.orders()).sum(),
          summary.oddities(),
          file.sha256());
    }
  }

  private static void report(long lines, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
    System.out.printf("%,d lines, %,.0f a second, %d MB%n", lines, lines / seconds, used);
  }
}
