package ratecast.stream;

import java.util.List;
import java.util.Optional;
import ratecast.market.Asset;
import ratecast.market.Interval;
import ratecast.tape.Tape;
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
  private final PastRequests past;

  Requests(Session session, StreamContext context, StatusBoard.Watchers watchers) {
    this.session = session;
    this.context = context;
    this.watchers = watchers;
    past = new PastRequests(session, context, subscriptions);
  }

  @Override
  public void onListAssets(Command.ListAssets command) {
    session.reply(MessageEncoder.assets(command.id(), context.catalog().all()));
  }

  @Override
  public void onSelect(Command.Select command) {
    Topic topic = new Topic(command.assetId(), command.options().interval());
    Optional<Subscription> old = subscriptions.selected().filter(s -> !s.topic().equals(topic));
    int ending = old.isPresent() && !old.get().added() ? 1 : 0;
    SubscribeCheck check =
        new SubscribeCheck(context, command.id(), "subscribe", command.options());
    try {
      List<Asset> assets = check.assets(List.of(command.assetId()), "assetId");
      check.room(assets, subscriptions, ending);
      past.endReplayOf(List.of(topic));
      old.ifPresent(this::deselect);
      subscriptions.want(topic).selected(true);
      if (command.extended()) {
        session.extend();
        acknowledge(
            "subscribed", command.id(), List.of(command.assetId()), command.options().interval());
      }
      subscribe(assets, command.id(), command.options(), command.extended());
    } catch (RefusedException e) {
      refuse(e.error());
    }
  }

  @Override
  public void onAdd(Command.Add command) {
    SubscribeCheck check =
        new SubscribeCheck(context, command.id(), "subscribe", command.options());
    try {
      List<Asset> assets =
          command.assetIds().isPresent()
              ? check.assets(command.assetIds().get(), "assetIds")
              : context.catalog().all();
      check.room(assets, subscriptions, 0);
      session.extend();
      past.endReplayOf(assets.stream().map(check::topic).toList());
      List<Integer> ids = assets.stream().map(Asset::id).toList();
      acknowledge("subscribed", command.id(), ids, command.options().interval());
      assets.forEach(asset -> subscriptions.want(check.topic(asset)).added(true));
      subscribe(assets, command.id(), command.options(), true);
    } catch (RefusedException e) {
      refuse(e.error());
    }
  }

  private void subscribe(
      List<Asset> assets, RequestId id, SubscribeOptions options, boolean extendedReply) {
    for (Asset asset : assets) {
      Topic topic = new Topic(asset.id(), options.interval());
      Subscription subscription = subscriptions.want(topic);
      options.everySeconds().ifPresent(subscription::everySeconds);
      session.repace(topic, subscription.everySeconds());
      boolean isNew = !session.hasJoined(topic) && !session.awaits(topic);
      if (isNew || !extendedReply || options.wantsHistory()) {
        session.join(join(asset, subscription.everySeconds(), id, options, extendedReply));
      }
    }
    session.proceed();
  }

  private Join join(
      Asset asset, int everySeconds, RequestId id, SubscribeOptions options, boolean extended) {
    Tape tape = context.tapes().tape(asset);
    Shard shard = session.shard();
    return options.interval().isPresent()
        ? new CandleJoin(context, shard, tape, options.interval().get(), id, options)
        : new PointJoin(context, shard, tape, everySeconds, id, options, extended);
  }

  private void deselect(Subscription old) {
    old.selected(false);
    if (!old.isWanted()) {
      drop(old.topic());
    }
  }

  private void drop(Topic topic) {
    subscriptions.drop(topic);
    session.leave(topic);
  }

  @Override
  public void onUnsubscribe(Command.Unsubscribe command) {
    session.extend();
    for (int id : command.assetIds().orElse(List.of())) {
      if (context.catalog().find(id).isEmpty() && !subscriptions.isOf(id)) {
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
    List<Topic> ending = subscriptions.topics(command.assetIds(), command.interval());
    List<Integer> ids =
        command.assetIds().orElseGet(() -> ending.stream().map(Topic::assetId).distinct().toList());
    if (command.interval().isEmpty()) { // a replay has left its topics' live points when it began
      past.endReplayOf(ids.stream().map(id -> new Topic(id, Optional.empty())).toList());
    }
    if (command.assetIds().isEmpty() && command.interval().isEmpty()) {
      past.stopReplay();
    }
    ending.forEach(this::drop);
    acknowledge("unsubscribed", command.id(), ids, command.interval());
    session.proceed();
  }

  @Override
  public void onWatchStatus(Command.WatchStatus command) {
    session.extend();
    session.reply(MessageEncoder.channelAcknowledgement("subscribed", command.id(), "status"));
    watchers.watch(session);
  }

  @Override
  public void onUnwatchStatus(Command.UnwatchStatus command) {
    session.extend();
    watchers.unwatch(session);
    session.reply(MessageEncoder.channelAcknowledgement("unsubscribed", command.id(), "status"));
  }

  @Override
  public void onHistory(Command.History command) {
    session.extend();
    try {
      past.history(command);
    } catch (RefusedException e) {
      refuse(e.error());
    }
  }

  @Override
  public void onReplay(Command.Replay command) {
    session.extend();
    try {
      past.replay(command);
    } catch (RefusedException e) {
      refuse(e.error());
    }
  }

  @Override
  public void onStopReplay(Command.StopReplay command) {
    session.extend();
    past.stopReplay();
    session.reply(MessageEncoder.channelAcknowledgement("unsubscribed", command.id(), "replay"));
  }

  @Override
  public void onListSubscriptions(Command.ListSubscriptions command) {
    session.extend();
    List<MessageEncoder.SubscriptionState> assets =
        subscriptions.all().stream()
            .map(
                s ->
                    new MessageEncoder.SubscriptionState(
                        s.topic().assetId(), s.everySeconds(), s.topic().interval()))
            .toList();
    session.reply(MessageEncoder.subscriptions(command.id(), assets, watchers.isWatching(session)));
  }

  @Override
  public void onPing(Command.Ping command) {
    session.extend();
    session.reply(MessageEncoder.pong(command.id(), context.clock().millis()));
  }

  private void acknowledge(
      String action, RequestId id, List<Integer> assetIds, Optional<Interval> interval) {
    session.replyAhead(MessageEncoder.acknowledgement(action, id, assetIds, interval));
  }

  private void refuse(RequestError error) {
    session.reply(MessageEncoder.error(error));
  }
}
