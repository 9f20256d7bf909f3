package ratecast.wire;

import java.util.List;
import ratecast.market.Point;

/** One part of the answer to {@code history}, protocol section 1.4. */
public final class HistoryPart {
  private HistoryPart() {}

  /**
   * A part.
   *
   * @param points of one asset in rising time
   * @param last whether this is the last part
   */
  public static byte[] json(
      RequestId id, int assetId, PointJson point, List<Point> points, boolean last) {
    JsonBytes out = new JsonBytes(128 + points.size() * 90);
    MessageEncoder.open("history", id, out);
    out.ascii("{\"assetId\":").number(assetId);
    out.ascii(",\"last\":").ascii(Boolean.toString(last)).ascii(",\"points\":[");
    for (int i = 0; i < points.size(); i++) {
      if (i > 0) {
        out.character(',');
      }
      point.write(points.get(i).time(), points.get(i).value(), out);
    }
    return out.ascii(HistoryJson.TAIL).toBytes();
  }
}
