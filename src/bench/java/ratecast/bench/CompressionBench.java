package ratecast.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to compress a history, and what is left of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CompressionBench {
  private static final int POINTS = 1800;

  @Param({"1", "3", "6"})
  private int level;

  @Param({"points", "columns", "point"})
  private String form = "";

  private final byte[] out = new byte[1 << 18];
  private byte[] text = {};
  private Deflater deflater = new Deflater();

  /** A walk as the market's is; says once how large the text is before and after. */
  @Setup
  @SuppressWarnings("SystemOut") // the sizes belong beside the times
  public void prepare() {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder json = new StringBuilder();
    double value = 1.0812;
    for (int i = 0; i < (form.equals("point") ? 1 : POINTS); i++) {
      value = Math.round((value + (random.nextDouble() - 0.5) * 1e-4) * 1e6) / 1e6;
      json.append(
          form.equals("columns")
              ? value + ","
              : "{\"assetName\":\"EURUSD\",\"time\":%d,\"assetId\":1,\"value\":%s},"
                  .formatted(Board.FIRST_TIME + i, value));
    }
    text = json.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    deflater = new Deflater(level, true);
    System.out.println(form + ": " + text.length + " bytes, compressed " + deflate());
  }

  @TearDown
  public void end() {
    deflater.end();
  }

  /** One message without the context of another. */
  @Benchmark
  public int deflate() {
    deflater.reset();
    deflater.setInput(text);
    return deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
  }
}
