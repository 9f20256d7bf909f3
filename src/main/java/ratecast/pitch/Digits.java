package ratecast.pitch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight decimal digits in one read and three multiplications, where a loop would take eight steps
 * that wait for one another; numbers are half of the bytes of a file.
 */
final class Digits {
  static final int STEP = 8;
  static final long STEP_RANGE = 100_000_000L;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030_3030_3030_3030L;
  private static final long HIGH_HALVES = 0xF0F0_F0F0_F0F0_F0F0L;

  private Digits() {}

  /** Eight bytes, the first of them lowest. */
  static long read(byte[] bytes, int from) {
    return (long) LONGS.get(bytes, from);
  }

  /** The number of eight digits, negative where one is none. */
  static long eight(byte[] bytes, int from) {
    return value(read(bytes, from));
  }

  /**
   * The number of the last few of the eight bytes before {@code to}; what stands before them counts
   * as zeros.
   */
  static long last(int digits, byte[] bytes, int to) {
    int others = Byte.SIZE * (STEP - digits);
    long mask = -1L << others;
    return value((read(bytes, to - STEP) & mask) | (ZEROS & ~mask));
  }

  /** A digit is 0x30 to 0x39: high half 3, and still 3 when 6 is added. */
  private static long value(long text) {
    long high = text & HIGH_HALVES;
    long raised = (text + 0x0606_0606_0606_0606L) & HIGH_HALVES;
    if (high != ZEROS || raised != ZEROS) {
      return -1;
    }
    long ones = text & 0x0F0F_0F0F_0F0F_0F0FL;
    long pairs = ((ones * ((10 << 8) | 1)) >>> 8) & 0x00FF_00FF_00FF_00FFL;
    long fours = ((pairs * ((100 << 16) | 1)) >>> 16) & 0x0000_FFFF_0000_FFFFL;
    return (fours * ((10_000L << 32) | 1)) >>> 32;
  }
}
