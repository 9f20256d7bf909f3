package ratecast.market;

import java.util.Optional;

/** How the feed is at this moment. */
@FunctionalInterface
public interface FeedStatus {
  /** Empty before the feed started, and where there is no feed. Safe on any thread. */
  Optional<FeedState> current();
}
