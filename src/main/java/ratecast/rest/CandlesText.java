package ratecast.rest;

import java.util.List;
import ratecast.market.Candle;
import ratecast.market.Candles;
import ratecast.market.Interval;
import ratecast.market.Point;
import ratecast.tape.Slice;
import ratecast.wire.CandleJson;
import ratecast.wire.JsonBytes;

/**
 * The text of one answer with candles, made while its points are read. For one answer; one thread
 * at a time.
 */
final class CandlesText implements History.Reader<byte[]> {
  private static final int TYPICAL_LENGTH = 130;

  private final Candles candles;
  private final long now;
  private String before = "{\"candles\":[";

  /**
   * @param now closes the last candle where its interval is over
   */
  CandlesText(Interval interval, long now) {
    candles = new Candles(interval);
    this.now = now;
  }

  @Override
  public byte[] stored(List<Point> points) {
    JsonBytes out = new JsonBytes(TYPICAL_LENGTH);
    points.forEach(point -> add(point.time(), point.value(), out));
    return out.toBytes();
  }

  @Override
  public byte[] recent(Slice points, boolean isLast) {
    JsonBytes out = new JsonBytes(TYPICAL_LENGTH);
    points.forEach((time, value) -> add(time, value, out));
    return out.toBytes();
  }

  @Override
  public byte[] end() {
    return new byte[0];
  }

  /** The last candle, and what stands behind it. To be asked for once, after the last point. */
  byte[] rest() {
    JsonBytes out = new JsonBytes(TYPICAL_LENGTH);
    candles.closeAt(now).or(candles::running).ifPresent(candle -> write(candle, out));
    if (before.startsWith("{")) {
      out.ascii(before);
    }
    return out.ascii("]}").toBytes();
  }

  private void add(long time, double value, JsonBytes out) {
    candles.add(time, value).ifPresent(candle -> write(candle, out));
  }

  private void write(Candle candle, JsonBytes out) {
    CandleJson.write(candle, out.ascii(before));
    before = ",";
  }
}
