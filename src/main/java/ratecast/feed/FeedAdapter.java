package ratecast.feed;

/** Opens a feed whose source is another room's, so that this one need not know it. */
public interface FeedAdapter {
  /**
   * Once, where the settings ask for it.
   *
   * @throws RuntimeException with a sentence that names the setting which is wrong
   */
  Feed open();
}
