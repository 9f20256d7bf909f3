package ratecast.stream;

import java.util.ArrayList;
import java.util.List;
import ratecast.market.Asset;
import ratecast.wire.Command;
import ratecast.wire.ErrorCode;
import ratecast.wire.RequestError;
import ratecast.wire.RequestId;
import ratecast.wire.Texts;

/**
 * Whether {@code history} or {@code replay} can be done, asked before anything of it is.
 *
 * @param action of the two, as the protocol writes it
 */
record LookBackCheck(StreamContext context, RequestId id, String action) {
  /** A month of seconds. Nothing of it is collected, but somebody has to read it all. */
  static final long MOST_SECONDS = 31L * 86_400;

  /** Requests of one connection that wait for the one that is answered. */
  static final int MOST_WAITING = 16;

  /** Assets of one replay, whose next minute is kept in memory: 12,000 points. */
  static final int MOST_ASSETS = 200;

  private static final long RETRY_MILLIS = 1_000;

  Asset asset(int assetId, String field) throws RefusedException {
    return context
        .catalog()
        .find(assetId)
        .orElseThrow(() -> refused(ErrorCode.ASSET_NOT_FOUND, field, Texts.noAsset(assetId)));
  }

  /** The assets of a replay that can be done. */
  List<Asset> replay(Command.Replay command) throws RefusedException {
    List<Asset> assets = new ArrayList<>();
    for (int assetId : command.assetIds().orElse(List.of())) {
      assets.add(asset(assetId, "assetIds"));
    }
    if (command.assetIds().isEmpty()) {
      assets.addAll(context.catalog().all());
    }
    if (assets.size() > MOST_ASSETS) {
      throw refused(
          ErrorCode.TOO_MANY_SUBSCRIPTIONS,
          "assetIds",
          "One replay has at most " + MOST_ASSETS + " assets. Send fewer.");
    }
    long now = context.past().now();
    long to = command.to().orElse(now + 1);
    range(command.from(), command.from() > now ? to : Math.min(to, now + 1));
    return assets;
  }

  /** That the stretch is one, not too long, and still kept. */
  void range(long from, long to) throws RefusedException {
    if (to <= from) {
      throw refused(
          ErrorCode.INVALID_MESSAGE, "to", "\"to\" must lie after \"from\"; it is exclusive.");
    }
    if (to - from > MOST_SECONDS) {
      throw refused(
          ErrorCode.RANGE_TOO_LARGE,
          "to",
          "One request gives at most " + MOST_SECONDS + " seconds. Ask in pieces.");
    }
    long firstKept = context.past().firstKept();
    if (from < firstKept) {
      throw refused(
          ErrorCode.OUT_OF_RETENTION,
          "from",
          "The store keeps points from " + firstKept + " on. Ask from there.");
    }
  }

  void roomToWait(int waiting) throws RefusedException {
    if (waiting >= MOST_WAITING) {
      throw busy("Read the answers first; " + MOST_WAITING + " requests wait already.");
    }
  }

  /**
   * That there are not too many replays.
   *
   * @param ending of this connection
   */
  void roomToReplay(int ending) throws RefusedException {
    int most = context.config().maxReplays();
    if (context.meters().replays().get() - ending >= most) {
      context.meters().refused("replays");
      throw busy("There are " + most + " replays already. Try again later.");
    }
  }

  private RefusedException busy(String text) {
    return new RefusedException(
        new RequestError(id, ErrorCode.RATE_LIMITED, text, action, "", RETRY_MILLIS));
  }

  private RefusedException refused(ErrorCode code, String field, String text) {
    return new RefusedException(RequestError.of(id, code, text, action, field));
  }
}
