package ratecast.market;

/** Where points go. Whoever makes points knows this and nothing of who listens. */
@FunctionalInterface
public interface PointSink {
  /**
   * Takes the points of one tick. Does not wait for a store or a client and never throws for
   * anything that happens behind it.
   */
  void accept(Tick tick);
}
