package ratecast.market;

import java.util.OptionalDouble;

/** The newest known value of each asset, so that a made-up market continues its line. */
@FunctionalInterface
public interface LastValues {
  /** Empty where the asset never had a point. Safe on any thread, does not block. */
  OptionalDouble of(Asset asset);
}
