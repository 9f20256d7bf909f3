package ratecast.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import ratecast.market.Asset;
import ratecast.market.Candle;
import ratecast.market.Interval;

/**
 * The messages about the candles of one asset at one interval, protocol section 1.3. What never
 * changes of them is made once. Any thread may use one.
 */
public final class CandleMessages {
  private static final byte[] HEAD =
      "{\"action\":\"candle\",\"message\":{".getBytes(StandardCharsets.US_ASCII);

  private final String about;
  private final byte[] tail;

  public CandleMessages(Asset asset, Interval interval) {
    about = // by hand: the digits of a format are those of the machine's language
        "\"assetId\":"
            + asset.id()
            + ",\"assetName\":\""
            + asset.name()
            + "\",\"interval\":\""
            + interval.word()
            + '"';
    tail = ("," + about + "}}").getBytes(StandardCharsets.US_ASCII);
  }

  /** A {@code candle}: what changed, or that it is closed. */
  public void write(Candle candle, JsonBytes out) {
    out.raw(HEAD);
    CandleJson.writeMembers(candle, out);
    out.raw(tail);
  }

  /**
   * A {@code candle_history}.
   *
   * @param from start of the first interval it covers
   * @param complete false where not everything from there on could be had
   * @param candles in rising time
   */
  public byte[] history(RequestId id, long from, boolean complete, List<Candle> candles) {
    JsonBytes out = new JsonBytes(256 + candles.size() * 120);
    MessageEncoder.open("candle_history", id, out);
    out.character('{').ascii(about).ascii(",\"from\":").number(from);
    out.ascii(",\"complete\":").ascii(Boolean.toString(complete)).ascii(",\"candles\":[");
    String comma = "";
    for (Candle candle : candles) {
      out.ascii(comma);
      CandleJson.write(candle, out);
      comma = ",";
    }
    return out.ascii(HistoryJson.TAIL).toBytes();
  }
}
