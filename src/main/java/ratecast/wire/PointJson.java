package ratecast.wire;

import java.nio.charset.StandardCharsets;
import ratecast.market.Asset;

/**
 * The point of one asset as the protocol writes it: {@code
 * {"assetName":"EURUSD","time":1455883485,"assetId":1,"value":1.110948}}. What never changes of an
 * asset is made once. Any thread may use one.
 */
public final class PointJson {
  private final byte[] head;
  private final byte[] middle;

  public PointJson(Asset asset) {
    head =
        ("{\"assetName\":\"" + asset.name() + "\",\"time\":").getBytes(StandardCharsets.US_ASCII);
    middle = (",\"assetId\":" + asset.id() + ",\"value\":").getBytes(StandardCharsets.US_ASCII);
  }

  public void write(long time, double value, JsonBytes out) {
    writeMembers(time, value, out);
    out.character('}');
  }

  /**
   * A point that stands for several: {@code value} and {@code time} are the last one's. On
   * connections that asked for nothing beyond the base protocol the plain form is sent instead.
   */
  public void writeMerged(Merged merged, JsonBytes out) {
    writeMembers(merged.time(), merged.value(), out);
    out.ascii(",\"count\":").number(merged.count());
    out.ascii(",\"high\":").number(merged.high());
    out.ascii(",\"low\":").number(merged.low()).character('}');
  }

  private void writeMembers(long time, double value, JsonBytes out) {
    out.raw(head).number(time).raw(middle).number(value);
  }
}
