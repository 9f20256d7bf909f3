package ratecast.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchDecoder;
import ratecast.pitch.PitchFile;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Sample;
import ratecast.pitch.book.BookLimits;
import ratecast.pitch.book.Books;

/**
 * Messages of the sample file per second, on one core: in steps from counting its lines (what
 * {@code wc -l} does, the floor) to decoding it and building the books.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(PitchBench.LINES)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC") // one core has no use for more
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 8, time = 1)
public class PitchBench {
  static final int LINES = 20_000;

  private final byte[] sample = Sample.bytes();
  private final PitchDecoder decoder = new PitchDecoder();

  /** One byte after the other, as plain as it gets. */
  @Benchmark
  public int countLines() {
    int lines = 0;
    for (byte b : sample) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }

  /** Looks for each line's end byte by byte, and decodes what lies before it. */
  @Benchmark
  public void decode(Blackhole blackhole) {
    int start = 0;
    for (int at = 0; at < sample.length; at++) {
      if (sample[at] == '\n') {
        blackhole.consume(decoder.decode(sample, start, at));
        start = at + 1;
      }
    }
  }

  /** With lines, batches and the SHA-256 of the file. */
  @Benchmark
  public void readFile(Blackhole blackhole) throws IOException {
    try (PitchFile file = PitchFile.of(new ByteArrayInputStream(sample))) {
      Optional<PitchBatch> batch = file.next();
      while (batch.isPresent()) {
        blackhole.consume(batch.get());
        batch = file.next();
      }
    }
  }

  /** Every message applied to new books, straight from its line. */
  @Benchmark
  public Books decodeAndBook() {
    Books books = new Books(BookLimits.DEFAULT);
    int start = 0;
    for (int at = 0; at < sample.length; at++) {
      if (sample[at] == '\n') {
        Decoded decoded = decoder.decode(sample, start, at);
        if (decoded instanceof PitchMessage message) {
          books.apply(message);
        }
        start = at + 1;
      }
    }
    return books;
  }
}
