package ratecast.stream;

import jakarta.inject.Singleton;
import ratecast.market.Asset;
import ratecast.market.AssetListener;
import ratecast.wire.MessageEncoder;

/** Tells changes of the catalogue on the status channel, as they happen. */
@Singleton
final class AssetNews implements AssetListener {
  private final StatusBoard board;

  AssetNews(StatusBoard board) {
    this.board = board;
  }

  @Override
  public void added(Asset asset) {
    board.tell(MessageEncoder.assetStatus(asset, "added"));
  }

  @Override
  public void retired(Asset asset) {
    board.tell(MessageEncoder.assetStatus(asset, "retired"));
  }
}
