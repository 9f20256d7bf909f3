package ratecast.rest;

import java.util.List;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.tape.Slice;
import ratecast.wire.JsonBytes;
import ratecast.wire.PointJson;

/**
 * The text of one answer with points, piece by piece: what stands before the first point, the
 * points, what stands behind the last. For one answer; one thread at a time.
 */
final class PointsText {
  private static final int TYPICAL_LENGTH = 80;

  private final PointsForm form;
  private final PointJson json;
  private final String csvName;
  private final String csvId;
  private boolean begun;
  private boolean hasPoints;

  PointsText(PointsForm form, Asset asset) {
    this.form = form;
    json = new PointJson(asset);
    csvName = asset.name() + ",";
    csvId = "," + asset.id() + ",";
  }

  /** Points from the store. */
  byte[] piece(List<Point> points) {
    JsonBytes out = begin(points.size());
    points.forEach(point -> write(point.time(), point.value(), out));
    return out.toBytes();
  }

  /** Points from a window, whose JSON exists already. */
  byte[] piece(Slice points, boolean isLast) {
    JsonBytes out = begin(points.count());
    switch (form) {
      case CSV -> points.forEach((time, value) -> write(time, value, out));
      case NDJSON ->
          points.forEachJson((bytes, from, to) -> out.raw(bytes, from, to).character('\n'));
      case JSON -> {
        if (!points.isEmpty()) {
          comma(out);
          points.joinedJson(out::raw);
        }
      }
    }
    return (isLast ? out.ascii(form.tail()) : out).toBytes();
  }

  /** The end of an answer whose last points are written. */
  byte[] end() {
    return begin(1).ascii(form.tail()).toBytes();
  }

  private JsonBytes begin(int points) {
    JsonBytes out = new JsonBytes(TYPICAL_LENGTH * (points + 1));
    if (!begun) {
      begun = true;
      out.ascii(form.head());
    }
    return out;
  }

  private void write(long time, double value, JsonBytes out) {
    switch (form) {
      case CSV -> out.ascii(csvName).number(time).ascii(csvId).number(value).character('\n');
      case NDJSON -> {
        json.write(time, value, out);
        out.character('\n');
      }
      case JSON -> {
        comma(out);
        json.write(time, value, out);
      }
    }
  }

  private void comma(JsonBytes out) {
    if (hasPoints) {
      out.character(',');
    }
    hasPoints = true;
  }
}
