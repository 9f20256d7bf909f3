package ratecast.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;

/** What a record of the topic holds. The same on every node: only the record decides. */
final class TickerRecord {
  /**
   * How far a point may lie ahead of its record's own timestamp. One point of a far future would
   * end its asset's tape, on which time only rises.
   */
  private static final long AHEAD_SECONDS = 60;

  private TickerRecord() {}

  static Intake<Ticker> read(ConsumerRecord<byte[], byte[]> record) {
    Intake<Ticker> rows = TickerJson.decode(record.value());
    long latest = Math.floorDiv(record.timestamp(), 1000) + AHEAD_SECONDS;
    if (record.timestamp() < 0 || rows.taken().stream().allMatch(row -> row.time() <= latest)) {
      return rows;
    }
    List<Rejection> rejections = new ArrayList<>(rows.rejections());
    rows.taken().stream()
        .filter(row -> row.time() > latest)
        .forEach(row -> rejections.add(new Rejection("in-the-future", row.name())));
    return new Intake<>(
        rows.taken().stream().filter(row -> row.time() <= latest).toList(), rejections);
  }
}
