package ratecast.store;

import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import ratecast.market.Asset;
import ratecast.market.Point;

/**
 * One document of {@value #COLLECTION}: the points of one asset in one minute.
 *
 * <pre>
 *   { _id: "1|24264724",                  asset id | minutes since 1970, eight digits
 *     t:   ISODate("2016-02-19T12:04"),   start of the minute, for the TTL index
 *     v:   { "4": 1.110481, "5": ... } }  second of the minute -> value, in order of arrival
 * </pre>
 *
 * Eight digits last until February 2160: until then the ids of one asset sort by time.
 */
final class Bucket {
  static final String COLLECTION = "points_1m";
  static final String START = "t";
  static final int SECONDS = 60;

  /** Ids are texts: a minute of nine digits would come before those of eight. */
  static final long LAST_MINUTE = 99_999_999;

  private static final String VALUES = "v";
  private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

  private Bucket() {}

  static long minuteOf(long time) {
    return Math.floorDiv(time, SECONDS);
  }

  static String id(int asset, long minute) {
    String digits = Long.toString(minute);
    return asset + "|" + "0".repeat(Math.max(0, 8 - digits.length())) + digits;
  }

  /** Below every id of the asset. */
  static String first(int asset) {
    return asset + "|";
  }

  /** Above every id of the asset: the character after the bar. */
  static String end(int asset) {
    return asset + "}";
  }

  /**
   * The fields of the seconds from {@code from} to {@code to}, both inclusive; empty where they are
   * a minute or more, for whole documents.
   */
  static List<String> seconds(long from, long to) {
    return to - from >= SECONDS - 1
        ? List.of()
        : LongStream.rangeClosed(from, to)
            .mapToObj(time -> VALUES + "." + Math.floorMod(time, SECONDS))
            .toList();
  }

  /**
   * Sets the value where the second has none yet. Where it has one, or where another writer made
   * the document at this moment, the answer is a duplicate key error.
   */
  static UpdateOneModel<Document> write(Point point) {
    long minute = minuteOf(point.time());
    String second = VALUES + "." + Math.floorMod(point.time(), SECONDS);
    Bson absent =
        new Document("_id", id(point.asset().id(), minute))
            .append(second, new Document("$exists", false));
    Bson change =
        Updates.combine(
            Updates.set(second, point.value()),
            Updates.setOnInsert(START, Date.from(Instant.ofEpochSecond(minute * SECONDS))));
    return new UpdateOneModel<>(absent, change, UPSERT);
  }

  /** The minute of a document, since 1970. */
  static long minute(Document bucket) {
    String id = bucket.getString("_id");
    return Long.parseLong(id.substring(id.indexOf('|') + 1));
  }

  /** How many points a document holds. */
  static int count(Document bucket) {
    return bucket.get(VALUES, new Document()).size();
  }

  /**
   * Makes the bucket with these points where there is none, and changes nothing where there is one.
   *
   * @param points of one asset in one minute
   */
  static UpdateOneModel<Document> make(List<Point> points) {
    Point first = points.get(0);
    long minute = minuteOf(first.time());
    Document values = new Document();
    for (Point point : points) {
      values.putIfAbsent(String.valueOf(Math.floorMod(point.time(), SECONDS)), point.value());
    }
    return new UpdateOneModel<>(
        new Document("_id", id(first.asset().id(), minute)),
        Updates.combine(
            Updates.setOnInsert(VALUES, values),
            Updates.setOnInsert(START, Date.from(Instant.ofEpochSecond(minute * SECONDS)))),
        UPSERT);
  }

  /** The points of a document, ascending. */
  static List<Point> points(Document bucket, Asset asset) {
    long start = minute(bucket) * SECONDS;
    return bucket.get(VALUES, new Document()).entrySet().stream()
        .map(entry -> point(asset, start, entry))
        .sorted(Comparator.comparingLong(Point::time))
        .toList();
  }

  private static Point point(Asset asset, long start, Map.Entry<String, Object> entry) {
    double value = ((Number) entry.getValue()).doubleValue();
    return new Point(asset, start + Integer.parseInt(entry.getKey()), value);
  }
}
