package ratecast.market;

import java.util.List;
import java.util.Locale;

/**
 * How a feed is, since when, and for which assets.
 *
 * @param feed name of the feed: "emcont", "walk"
 * @param since whole seconds since 1970 UTC
 * @param assetIds of the assets whose points come from this feed, rising
 * @param text one sentence for a person: "no new rates for 10 s"
 */
public record FeedState(String feed, State state, long since, List<Integer> assetIds, String text) {
  public FeedState {
    assetIds = List.copyOf(assetIds);
  }

  /** A feed that recovers is simply live again. */
  public enum State {
    LIVE,
    STALE,
    /** Stale while the FX week is closed: nothing is wrong. */
    CLOSED;

    /** As the protocol writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
