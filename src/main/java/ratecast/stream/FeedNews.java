package ratecast.stream;

import jakarta.inject.Singleton;
import ratecast.market.FeedState;
import ratecast.market.FeedStateListener;
import ratecast.wire.MessageEncoder;

/** Puts how each feed is on the status channel. */
@Singleton
final class FeedNews implements FeedStateListener {
  private final StatusBoard board;

  FeedNews(StatusBoard board) {
    this.board = board;
  }

  @Override
  public void accept(FeedState state) {
    board.keep(state.feed(), MessageEncoder.status(state));
  }
}
