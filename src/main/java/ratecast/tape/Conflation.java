package ratecast.tape;

import java.util.function.Consumer;
import ratecast.wire.Merged;

/**
 * Points merged to at most one for each stretch of seconds. Stretches are aligned to the clock, so
 * that every client and every node merges the same.
 */
public final class Conflation implements Slice.PointReader {
  private final long everySeconds;
  private final Consumer<Merged> out;
  private long time;
  private double value;
  private int count;
  private double high;
  private double low;
  private int stretches;

  private Conflation(long everySeconds, Consumer<Merged> out) {
    this.everySeconds = everySeconds;
    this.out = out;
  }

  /**
   * Merges the points of each aligned stretch of {@code everySeconds}, in rising time.
   *
   * @return how many there are
   */
  public static int merge(Slice points, int everySeconds, Consumer<Merged> out) {
    return mergeLong(points, everySeconds, out);
  }

  /** Merges all the points, however long they stretch, to the newest. There must be one. */
  public static Merged newest(Slice points) {
    Merged[] newest = new Merged[1];
    mergeLong(points, Long.MAX_VALUE, merged -> newest[0] = merged);
    return newest[0];
  }

  private static int mergeLong(Slice points, long everySeconds, Consumer<Merged> out) {
    Conflation conflation = new Conflation(everySeconds, out);
    points.forEach(conflation);
    conflation.emit();
    return conflation.stretches;
  }

  @Override
  public void point(long nextTime, double nextValue) {
    if (count > 0 && Math.floorDiv(nextTime, everySeconds) != Math.floorDiv(time, everySeconds)) {
      emit();
      count = 0;
    }
    high = count == 0 ? nextValue : Math.max(high, nextValue);
    low = count == 0 ? nextValue : Math.min(low, nextValue);
    time = nextTime;
    value = nextValue;
    count++;
  }

  private void emit() {
    if (count > 0) {
      stretches++;
      out.accept(new Merged(time, value, count, high, low));
    }
  }
}
