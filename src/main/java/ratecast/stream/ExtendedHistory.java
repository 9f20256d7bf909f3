package ratecast.stream;

import ratecast.tape.Conflation;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.wire.ColumnsJson;
import ratecast.wire.HistoryJson;
import ratecast.wire.JsonBytes;
import ratecast.wire.RequestId;

/**
 * An {@code asset_history} with the members of protocol 1.3: points or columns, each second or
 * conflated.
 *
 * @param everySeconds 1 for every point
 */
record ExtendedHistory(
    RequestId id, HistoryJson.Reach reach, Tape tape, int everySeconds, boolean columns) {

  byte[] json(Slice points) {
    JsonBytes out = new JsonBytes(512 + points.count() * (columns ? 12 : 90));
    if (columns) {
      writeColumns(points, out);
    } else {
      writePoints(points, out);
    }
    return out.ascii(HistoryJson.TAIL).toBytes();
  }

  private void writeColumns(Slice points, JsonBytes out) {
    long first = points.isEmpty() ? reach.from() : points.firstTime();
    long start = Math.floorDiv(first, everySeconds) * everySeconds;
    out.raw(HistoryJson.columnsHead(id, reach, start, everySeconds));
    ColumnsJson values = new ColumnsJson(out, everySeconds);
    Conflation.merge(points, everySeconds, merged -> values.value(merged.time(), merged.value()));
  }

  private void writePoints(Slice points, JsonBytes out) {
    out.raw(HistoryJson.pointsHead(id, reach));
    if (everySeconds == 1) {
      points.joinedJson(out::raw);
      return;
    }
    int empty = out.length();
    Conflation.merge(
        points,
        everySeconds,
        merged -> {
          if (out.length() > empty) {
            out.character(',');
          }
          tape.json().writeMerged(merged, out);
        });
  }
}
