package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchFile;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.RepeatedSample;

/** 200 MB that are never on a disk; the same with 2 GB is a bench, PitchVolume. */
class EndlessFileTest {
  private static final long BYTES = 200_000_000;
  private static final long MEMORY = 64_000_000;

  @Test
  void decodesAndBuildsTheBooksOfAnyLengthInBoundedMemory() throws IOException {
    RepeatedSample source = RepeatedSample.ofBytes(BYTES);
    Books books = new Books(BookLimits.DEFAULT);
    PitchTally tally = new PitchTally();
    long before = usedAfterCollection();

    try (PitchFile file = PitchFile.of(source)) {
      Optional<PitchBatch> batch = file.next();
      while (batch.isPresent()) {
        tally.add(batch.get());
        for (Decoded line : batch.get().lines()) {
          books.apply((PitchMessage) line);
        }
        batch = file.next();
      }
      PitchSummary summary = tally.summary(books);

      assertThat(usedAfterCollection() - before).isLessThan(MEMORY);
      assertThat(file.bytesRead()).isGreaterThan(BYTES);
      assertThat(summary.messages()).isEqualTo(source.lines());
      assertThat(summary.oddities()).isEmpty();
      assertThat(summary.symbols()).isEqualTo(288);
    }
  }

  private static long usedAfterCollection() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
