package ratecast.feed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import ratecast.market.Asset;
import ratecast.market.Point;

/**
 * How the feed is, judged from points that another node brought of it: fresh where a value changed.
 * For the feed's thread.
 */
final class FollowedPoints {
  private final Set<String> symbols;
  private final FeedHealth health;
  private final Map<Asset, Double> last = new HashMap<>();

  FollowedPoints(Feed feed, FeedHealth health) {
    this.symbols = Set.copyOf(feed.symbols());
    this.health = health;
  }

  /**
   * Points that say nothing of how the feed is now, as those of a past that is filled in, do not
   * count.
   */
  void brought(List<Point> points) {
    List<Point> ours =
        points.stream().filter(this::isOurs).filter(point -> health.isNews(point.time())).toList();
    boolean fresh = false;
    long newest = 0;
    for (Point point : ours) {
      fresh |= !Objects.equals(last.put(point.asset(), point.value()), point.value());
      newest = Math.max(newest, point.time());
    }
    if (!ours.isEmpty()) {
      health.brought(newest, ours, fresh);
    }
  }

  /** A feed that names no symbols, as one that reads a file, cannot tell its own from others'. */
  private boolean isOurs(Point point) {
    return symbols.isEmpty() || symbols.contains(point.asset().name());
  }
}
