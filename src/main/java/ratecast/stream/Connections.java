package ratecast.stream;

import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.net.SocketAddress;

/** Opens connections: puts the parts of each together, on its event loop. */
@Singleton
final class Connections {
  private final Fanout fanout;
  private final StreamContext context;
  private final Admission admission;

  Connections(Fanout fanout, StreamContext context, Admission admission) {
    this.fanout = fanout;
    this.context = context;
    this.admission = admission;
  }

  void open(Channel channel) {
    Shard shard = fanout.shardOf(channel);
    Outbox outbox =
        new Outbox(NettyChannels.belowEncoder(channel), NettyChannels.directSocket(channel));
    Session session = new Session(outbox, shard, context);
    Requests requests = new Requests(session, context, shard.watchers());
    RequestRate rate = new RequestRate(context.config(), context.clock());
    RequestReader reader = new RequestReader(session, requests, rate, context.meters());
    Connection connection = new Connection(shard, outbox, session, reader);
    SocketAddress address = channel.remoteAddress();
    admission.opened(address);
    channel.closeFuture().addListener(closed -> admission.closed(address));
    shard.heartbeat().add(connection);
    NettyChannels.takeOver(channel, connection);
  }
}
