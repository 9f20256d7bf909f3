package ratecast.stream;

import java.util.ArrayList;
import java.util.List;
import ratecast.market.Asset;
import ratecast.wire.ErrorCode;
import ratecast.wire.RequestError;
import ratecast.wire.RequestId;
import ratecast.wire.SubscribeOptions;
import ratecast.wire.Texts;

/** Whether a subscribe can be done, asked before anything of it is. */
record SubscribeCheck(
    StreamContext context, RequestId id, String action, SubscribeOptions options) {

  /** The assets with these ids, all of them. */
  List<Asset> assets(List<Integer> ids, String field) throws RefusedException {
    List<Asset> assets = new ArrayList<>(ids.size());
    for (int assetId : ids) {
      assets.add(
          context
              .catalog()
              .find(assetId)
              .orElseThrow(
                  () -> refused(ErrorCode.ASSET_NOT_FOUND, Texts.noAsset(assetId), field)));
    }
    return assets;
  }

  /**
   * That limits are kept.
   *
   * @param ending subscriptions that this one ends
   */
  void room(List<Asset> assets, Subscriptions subscriptions, int ending) throws RefusedException {
    long added = assets.stream().filter(asset -> !subscriptions.contains(topic(asset))).count();
    int most = context.config().maxSubscriptions();
    if (subscriptions.size() - ending + added > most) {
      throw refused(
          ErrorCode.TOO_MANY_SUBSCRIPTIONS,
          "One connection may be subscribed to " + most + " assets. Unsubscribe some first.",
          "assetIds");
    }
    long longest =
        options
            .interval()
            .map(interval -> (long) interval.seconds() * CandleJoin.MOST)
            .orElseGet(() -> context.config().maxHistory().toSeconds());
    if (options.historySeconds().orElse(0) > longest) {
      throw refused(
          ErrorCode.RANGE_TOO_LARGE,
          "This gives at most " + longest + " seconds of history.",
          "historySeconds");
    }
  }

  Topic topic(Asset asset) {
    return new Topic(asset.id(), options.interval());
  }

  private RefusedException refused(ErrorCode code, String text, String field) {
    return new RefusedException(RequestError.of(id, code, text, action, field));
  }
}
