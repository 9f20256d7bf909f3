package ratecast.market;

/** Whoever passes on how the feed is. Every bean of this type is told. */
@FunctionalInterface
public interface FeedStateListener {
  /**
   * Told once when the feed starts and then at each change. Called on the feed's thread: returns at
   * once, does not block.
   */
  void accept(FeedState state);
}
