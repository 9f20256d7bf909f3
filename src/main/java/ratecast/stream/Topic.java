package ratecast.stream;

import java.util.Comparator;
import java.util.Optional;
import ratecast.market.Asset;
import ratecast.market.Interval;

/**
 * What can be subscribed to of an asset: its points, or its candles of one length. Each is a
 * subscription of its own.
 *
 * @param interval of candles; empty for points
 */
record Topic(int assetId, Optional<Interval> interval) implements Comparable<Topic> {
  private static final Comparator<Topic> ORDER =
      Comparator.comparingInt(Topic::assetId)
          .thenComparingInt(topic -> topic.interval.map(Interval::seconds).orElse(0));

  static Topic points(Asset asset) {
    return new Topic(asset.id(), Optional.empty());
  }

  static Topic candles(Asset asset, Interval interval) {
    return new Topic(asset.id(), Optional.of(interval));
  }

  @Override
  public int compareTo(Topic other) {
    return ORDER.compare(this, other);
  }
}
