package ratecast.pitch;

import java.io.InputStream;
import java.util.Arrays;

/**
 * The sample over and over as one endless file, made as it is read. Each time with other order and
 * execution ids: every order id of the sample has "K27G" in the same place, and every execution id
 * "0000", where the number of the repetition is written instead.
 */
public final class RepeatedSample extends InputStream {
  private static final int ORDER = 11;
  private static final int EXECUTION_OF_E = 29;
  private static final int EXECUTION_OF_P = 46;

  private final byte[] sample = Sample.bytes();
  private final int repetitions;
  private int repetition;
  private int at;

  public RepeatedSample(int repetitions) {
    this.repetitions = repetitions;
    stamp();
  }

  /** As many repetitions as so many bytes take. */
  public static RepeatedSample ofBytes(long bytes) {
    return new RepeatedSample((int) (bytes / Sample.bytes().length) + 1);
  }

  public long lines() {
    return 20_000L * repetitions;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }

  @Override
  public int read(byte[] bytes, int from, int length) {
    if (at == sample.length) {
      repetition++;
      at = 0;
      stamp();
    }
    if (repetition == repetitions) {
      return -1;
    }
    int count = Math.min(length, sample.length - at);
    System.arraycopy(sample, at, bytes, from, count);
    at += count;
    return count;
  }

  private void stamp() {
    byte[] number = Arrays.copyOfRange(Sample.ascii(Base36.format(repetition)), 8, 12);
    int line = 0;
    for (int end = 0; end < sample.length; end++) {
      if (sample[end] == '\n') {
        System.arraycopy(number, 0, sample, line + ORDER, 4);
        if (sample[line + 9] == 'E') {
          System.arraycopy(number, 0, sample, line + EXECUTION_OF_E, 4);
        } else if (sample[line + 9] == 'P') {
          System.arraycopy(number, 0, sample, line + EXECUTION_OF_P, 4);
        }
        line = end + 1;
      }
    }
  }
}
