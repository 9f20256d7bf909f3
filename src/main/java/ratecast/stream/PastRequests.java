package ratecast.stream;

import java.util.List;
import ratecast.market.Asset;
import ratecast.wire.Command;
import ratecast.wire.SubscribeOptions;

/**
 * Does what one client asks of the past, protocol section 1.4. A replay takes the place of its
 * assets' live points, since two times of one asset could not be told apart: their subscriptions
 * end when it starts, and come back where it goes over into live points. Subscribing to one of them
 * or unsubscribing it ends the replay. Lives on its event loop.
 */
record PastRequests(Session session, StreamContext context, Subscriptions subscriptions) {

  void history(Command.History command) throws RefusedException {
    LookBackCheck check = new LookBackCheck(context, command.id(), "history");
    Asset asset = check.asset(command.assetId(), "assetId");
    check.range(command.from(), command.to());
    check.roomToWait(session.lookBack().waiting());
    session.lookBack().history(command, asset);
  }

  /** One that is going on already ends. */
  void replay(Command.Replay command) throws RefusedException {
    LookBackCheck check = new LookBackCheck(context, command.id(), "replay");
    List<Asset> assets = check.replay(command);
    check.roomToReplay(session.replay().isPresent() ? 1 : 0);
    if (command.thenLive()) {
      new SubscribeCheck(context, command.id(), "replay", SubscribeOptions.NONE)
          .room(assets, subscriptions, 0);
    }
    stopReplay();
    forget(assets);
    if (command.thenLive()) {
      assets.forEach(asset -> subscriptions.want(Topic.points(asset)).added(true));
    }
    session.proceed();
    session.lookBack().replay(command, assets, () -> forget(assets));
  }

  /** Ends the replay where there is one, and the subscriptions it would have gone over into. */
  void stopReplay() {
    session
        .replay()
        .ifPresent(
            replay -> {
              replay.stop();
              forget(replay.assets());
            });
  }

  /** Ends the replay where it has one of these topics. */
  void endReplayOf(List<Topic> topics) {
    if (session.replay().filter(replay -> topics.stream().anyMatch(replay::isOf)).isPresent()) {
      stopReplay();
    }
  }

  private void forget(List<Asset> assets) {
    for (Asset asset : assets) {
      subscriptions.drop(Topic.points(asset));
      session.leave(Topic.points(asset));
    }
  }
}
