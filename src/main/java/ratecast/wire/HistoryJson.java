package ratecast.wire;

import java.util.function.Consumer;
import ratecast.market.Asset;

/**
 * What stands before and after the points of an {@code asset_history}. The points between are bytes
 * that exist already, so that a history is copied and not encoded again.
 */
public final class HistoryJson {
  private HistoryJson() {}

  /** The base form: nothing but the points. */
  public static byte[] baseHead() {
    return head(RequestId.NONE, out -> out.ascii("{\"points\":["));
  }

  /** The extended form with points. */
  public static byte[] pointsHead(RequestId id, Reach reach) {
    return head(
        id,
        out -> {
          out.character('{');
          reach(reach, out);
          out.ascii(",\"points\":[");
        });
  }

  /** The extended form with one value a second, null where there is no point. */
  public static byte[] columnsHead(RequestId id, Reach reach, long start, int step) {
    return head(
        id,
        out -> {
          out.character('{');
          reach(reach, out);
          out.ascii(",\"assetName\":").string(reach.asset().name());
          out.ascii(",\"start\":").number(start).ascii(",\"step\":").number(step);
          out.ascii(",\"values\":[");
        });
  }

  /** Closes what the heads open. */
  public static final String TAIL = "]}}";

  /**
   * What a history covers.
   *
   * @param from first second asked for and covered
   * @param to exclusive: live points start at or after it
   * @param complete false where the store no longer reaches back to {@code from}
   */
  public record Reach(Asset asset, long from, long to, boolean complete) {}

  private static void reach(Reach reach, JsonBytes out) {
    out.ascii("\"assetId\":").number(reach.asset().id());
    out.ascii(",\"from\":").number(reach.from()).ascii(",\"to\":").number(reach.to());
    out.ascii(",\"complete\":").ascii(Boolean.toString(reach.complete()));
  }

  private static byte[] head(RequestId id, Consumer<JsonBytes> opening) {
    JsonBytes out = new JsonBytes(160);
    MessageEncoder.open("asset_history", id, out);
    opening.accept(out);
    return out.toBytes();
  }
}
