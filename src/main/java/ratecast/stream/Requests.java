package ratecast.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ratecast.market.Asset;
import ratecast.wire.Command;
import ratecast.wire.ErrorCode;
import ratecast.wire.MessageEncoder;
import ratecast.wire.RequestError;
import ratecast.wire.RequestId;
import ratecast.wire.SubscribeOptions;
import ratecast.wire.Texts;

/**
 * Answers one client's commands: keeps what it wants and tells its session. A request is done whole
 * or refused whole. Lives on its event loop.
 */
final class Requests implements Command.Handler {
  private final Session session;
  private final StreamContext context;
  private final StatusBoard.Watchers watchers;
  private final Subscriptions subscriptions = new Subscriptions();

  Requests(Session session, StreamContext context, StatusBoard.Watchers watchers) {
    this.session = session;
    this.context = context;
    this.watchers = watchers;
  }

  @Override
  public void onListAssets(Command.ListAssets command) {
    session.reply(MessageEncoder.assets(command.id(), context.catalog().all()));
  }

  @Override
  public void onSelect(Command.Select command) {
    Optional<Subscription> old =
        subscriptions.selected().filter(s -> s.assetId() != command.assetId());
    int ending = old.isPresent() && !old.get().added() ? 1 : 0;
    SubscribeCheck check = new SubscribeCheck(context, command.id(), command.options());
    try {
      List<Asset> assets = check.assets(List.of(command.assetId()), "assetId");
      check.room(assets, subscriptions, ending);
      old.ifPresent(this::deselect);
      subscriptions.want(command.assetId()).selected(true);
      if (command.extended()) {
        session.extend();
        acknowledge("subscribed", command.id(), List.of(command.assetId()));
      }
      subscribe(assets, command.id(), command.options(), command.extended());
    } catch (RefusedException e) {
      refuse(e.error());
    }
  }

  @Override
  public void onAdd(Command.Add command) {
    SubscribeCheck check = new SubscribeCheck(context, command.id(), command.options());
    try {
      List<Asset> assets =
          command.assetIds().isPresent()
              ? check.assets(command.assetIds().get(), "assetIds")
              : context.catalog().all();
      check.room(assets, subscriptions, 0);
      session.extend();
      acknowledge("subscribed", command.id(), assets.stream().map(Asset::id).toList());
      assets.forEach(asset -> subscriptions.want(asset.id()).added(true));
      subscribe(assets, command.id(), command.options(), true);
    } catch (RefusedException e) {
      refuse(e.error());
    }
  }

  private void subscribe(
      List<Asset> assets, RequestId id, SubscribeOptions options, boolean extendedReply) {
    for (Asset asset : assets) {
      Subscription subscription = subscriptions.want(asset.id());
      options.everySeconds().ifPresent(subscription::everySeconds);
      session.repace(asset.id(), subscription.everySeconds());
      if (!session.hasJoined(asset.id()) || !extendedReply || options.wantsHistory()) {
        session.join(
            new Join(
                context.tapes().tape(asset),
                subscription.everySeconds(),
                id,
                options,
                extendedReply));
      }
    }
    session.proceed();
  }

  private void deselect(Subscription old) {
    old.selected(false);
    if (!old.isWanted()) {
      drop(old.assetId());
    }
  }

  private void drop(int assetId) {
    subscriptions.drop(assetId);
    session.leave(assetId);
  }

  @Override
  public void onUnsubscribe(Command.Unsubscribe command) {
    session.extend();
    List<Integer> ids = new ArrayList<>(command.assetIds().orElseGet(subscriptions::assetIds));
    for (int id : ids) {
      if (context.catalog().find(id).isEmpty() && !subscriptions.contains(id)) {
        refuse(
            RequestError.of(
                command.id(),
                ErrorCode.ASSET_NOT_FOUND,
                Texts.noAsset(id),
                "unsubscribe",
                "assetIds"));
        return;
      }
    }
    ids.forEach(this::drop);
    acknowledge("unsubscribed", command.id(), ids);
    session.proceed();
  }

  @Override
  public void onWatchStatus(Command.WatchStatus command) {
    session.extend();
    session.reply(MessageEncoder.channelAcknowledgement("subscribed", command.id()));
    watchers.watch(session);
  }

  @Override
  public void onUnwatchStatus(Command.UnwatchStatus command) {
    session.extend();
    watchers.unwatch(session);
    session.reply(MessageEncoder.channelAcknowledgement("unsubscribed", command.id()));
  }

  @Override
  public void onListSubscriptions(Command.ListSubscriptions command) {
    session.extend();
    List<MessageEncoder.SubscriptionState> points =
        subscriptions.all().stream()
            .map(s -> new MessageEncoder.SubscriptionState(s.assetId(), s.everySeconds()))
            .toList();
    session.reply(MessageEncoder.subscriptions(command.id(), points, watchers.isWatching(session)));
  }

  @Override
  public void onPing(Command.Ping command) {
    session.extend();
    session.reply(MessageEncoder.pong(command.id(), context.clock().millis()));
  }

  private void acknowledge(String action, RequestId id, List<Integer> assetIds) {
    session.replyAhead(MessageEncoder.acknowledgement(action, id, assetIds));
  }

  private void refuse(RequestError error) {
    session.reply(MessageEncoder.error(error));
  }
}
