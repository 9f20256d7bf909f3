package ratecast.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.tape.TapeConfig;
import ratecast.tape.Tapes;
import ratecast.wire.JsonBytes;

/**
 * What a point costs before it meets a socket: its text, its place on the tape, a history of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EncodingBench {
  private static final int WINDOW = 1800;
  private static final Asset ASSET = new Asset(1, "EURUSD");

  private final Tapes tapes =
      new Tapes(new TapeConfig(Duration.ofSeconds(WINDOW)), new SimpleMeterRegistry());
  private final Tape tape = tapes.tape(ASSET);
  private final JsonBytes out = new JsonBytes(256);
  private final byte[] history = new byte[1 << 18];
  private long time = Board.FIRST_TIME;

  public EncodingBench() {
    for (int i = 0; i < WINDOW; i++) {
      append();
    }
  }

  /** The text of one point. */
  @Benchmark
  public int encode() {
    tape.json().write(Board.FIRST_TIME, 1.110948, out.clear());
    return out.length();
  }

  /** One point put on the tape, text included. */
  @Benchmark
  public final void append() {
    time++;
    tapes.append(List.of(new Point(ASSET, time, 1.1 + time % 9000 / 1e6)));
  }

  /** The 1800 points of a window copied out, as the first who joins in a second has it. */
  @Benchmark
  public int copyHistory() {
    Slice points = tape.window().slice(Long.MIN_VALUE, Long.MAX_VALUE);
    int[] at = new int[1];
    points.joinedJson(
        (bytes, from, to) -> {
          System.arraycopy(bytes, from, history, at[0], to - from);
          at[0] += to - from;
        });
    return at[0];
  }
}
