package ratecast.wire;

import java.util.List;
import java.util.Optional;
import ratecast.market.Interval;

/**
 * What can be asked. One method per command: a new one does not compile until every handler answers
 * it.
 */
public sealed interface Command {
  RequestId id();

  void dispatch(Handler handler);

  /** Answers commands; whoever implements it says on which thread. */
  interface Handler {
    void onListAssets(ListAssets command);

    void onSelect(Select command);

    void onAdd(Add command);

    void onWatchStatus(WatchStatus command);

    void onUnsubscribe(Unsubscribe command);

    void onUnwatchStatus(UnwatchStatus command);

    void onHistory(History command);

    void onReplay(Replay command);

    void onStopReplay(StopReplay command);

    void onListSubscriptions(ListSubscriptions command);

    void onPing(Ping command);
  }

  /** {@code assets}: the catalogue. */
  record ListAssets(RequestId id) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onListAssets(this);
    }
  }

  /** {@code subscribe} with {@code assetId}: replaces what was selected before. */
  record Select(RequestId id, int assetId, SubscribeOptions options) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onSelect(this);
    }

    /**
     * An id or any option asks for the extended replies; without them only base messages are sent.
     */
    public boolean extended() {
      return id.isPresent() || !options.equals(SubscribeOptions.NONE);
    }
  }

  /**
   * {@code subscribe} with {@code assetIds}: adds to what is subscribed.
   *
   * @param assetIds without repeats; empty for {@code "all"}
   */
  record Add(RequestId id, Optional<List<Integer>> assetIds, SubscribeOptions options)
      implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onAdd(this);
    }
  }

  /** {@code subscribe} with {@code "channel":"status"}. */
  record WatchStatus(RequestId id) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onWatchStatus(this);
    }
  }

  /**
   * {@code unsubscribe}.
   *
   * @param assetIds empty for everything
   * @param interval only the candles of this length; without it points and candles
   */
  record Unsubscribe(RequestId id, Optional<List<Integer>> assetIds, Optional<Interval> interval)
      implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onUnsubscribe(this);
    }
  }

  /** {@code unsubscribe} with {@code "channel":"status"}. */
  record UnwatchStatus(RequestId id) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onUnwatchStatus(this);
    }
  }

  /**
   * {@code history}.
   *
   * @param from seconds, inclusive
   * @param to seconds, exclusive
   */
  record History(RequestId id, int assetId, long from, long to) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onHistory(this);
    }
  }

  /**
   * {@code replay}.
   *
   * @param assetIds without repeats; empty for {@code "all"}
   * @param from seconds, inclusive
   * @param to seconds, exclusive; empty for now, which only {@code thenLive} allows
   * @param speed seconds of the past in one second; 0 for as fast as the client reads
   * @param thenLive whether live points follow
   */
  record Replay(
      RequestId id,
      Optional<List<Integer>> assetIds,
      long from,
      Optional<Long> to,
      double speed,
      boolean thenLive)
      implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onReplay(this);
    }
  }

  /** {@code unsubscribe} with {@code "channel":"replay"}. */
  record StopReplay(RequestId id) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onStopReplay(this);
    }
  }

  /** {@code subscriptions}. */
  record ListSubscriptions(RequestId id) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onListSubscriptions(this);
    }
  }

  /** {@code ping}. */
  record Ping(RequestId id) implements Command {
    @Override
    public void dispatch(Handler handler) {
      handler.onPing(this);
    }
  }
}
