package ratecast.wire;

/**
 * Values at equal steps, null where there is none: an eighth of the bytes of the same history as
 * points. Fed in rising time.
 */
public final class ColumnsJson {
  private final JsonBytes out;
  private final int step;
  private long next = Long.MIN_VALUE;

  public ColumnsJson(JsonBytes out, int step) {
    this.out = out;
    this.step = step;
  }

  public void value(long time, double value) {
    long place = Math.floorDiv(time, step);
    if (next != Long.MIN_VALUE) {
      out.character(',');
      for (; next < place; next++) {
        out.ascii("null,");
      }
    }
    out.number(value);
    next = place + 1;
  }
}
