package ratecast.kafka;

import ratecast.market.Asset;
import ratecast.market.Point;

/**
 * A point as the topic has it: by name, since an id belongs to one store.
 *
 * @param name what {@link Asset} allows
 * @param time whole seconds since 1970 UTC, not negative
 * @param value finite
 */
record Ticker(String name, long time, double value) {
  Point of(Asset asset) {
    return new Point(asset, time, value);
  }
}
