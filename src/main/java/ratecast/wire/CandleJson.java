package ratecast.wire;

import ratecast.market.Candle;

/**
 * A candle as the protocol writes it, on the socket and over HTTP: {@code
 * {"time":1455883440,"open":1.1,"high":1.2,"low":1.1,"close":1.15,"count":60,"closed":true}}.
 */
public final class CandleJson {
  private CandleJson() {}

  /** The candle as an object of its own, as it stands in a list of candles. */
  public static void write(Candle candle, JsonBytes out) {
    out.character('{');
    writeMembers(candle, out);
    out.character('}');
  }

  static void writeMembers(Candle candle, JsonBytes out) {
    out.ascii("\"time\":").number(candle.time());
    out.ascii(",\"open\":").number(candle.open());
    out.ascii(",\"high\":").number(candle.high());
    out.ascii(",\"low\":").number(candle.low());
    out.ascii(",\"close\":").number(candle.close());
    out.ascii(",\"count\":").number(candle.count());
    out.ascii(",\"closed\":").ascii(Boolean.toString(candle.closed()));
  }
}
