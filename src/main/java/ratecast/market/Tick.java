package ratecast.market;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Points that came together, and whence.
 *
 * @param feed the word for where they came from: a feed's name, "push", "kafka", "derived", {@link
 *     #STORE}
 * @param receivedAt when they were here
 * @param writtenAt when the store had them, where that is known already
 * @param points at most one for each asset and second
 * @param quotes what those were made of that came as bid and ask; not to be changed any more
 */
public record Tick(
    String feed,
    Instant receivedAt,
    Optional<Instant> writtenAt,
    List<Point> points,
    Map<Asset, Quote> quotes) {
  /** The word for points that were read back from the store: who brought them is not stored. */
  public static final String STORE = "store";

  public Tick {
    points = List.copyOf(points);
  }

  /** Points without quotes, that the store does not have yet or has had since nobody knows when. */
  public static Tick of(String feed, Instant receivedAt, List<Point> points) {
    return new Tick(feed, receivedAt, Optional.empty(), points, Map.of());
  }

  /** The same, of these points only. */
  public Tick with(List<Point> some) {
    return new Tick(feed, receivedAt, writtenAt, some, quotes);
  }
}
