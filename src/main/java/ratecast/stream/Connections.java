package ratecast.stream;

import io.micronaut.http.HttpRequest;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/** Opens connections: puts the parts of each together, on its event loop. */
@Singleton
final class Connections {
  private final Fanout fanout;
  private final StreamContext context;

  Connections(Fanout fanout, StreamContext context) {
    this.fanout = fanout;
    this.context = context;
  }

  void open(HttpRequest<?> upgrade) {
    Channel channel = NettyChannels.of(upgrade);
    Shard shard = fanout.shardOf(channel);
    Outbox outbox =
        new Outbox(NettyChannels.belowEncoder(channel), NettyChannels.directSocket(channel));
    boolean compressed = CompressionOffer.isIn(upgrade.getHeaders().get(CompressionOffer.HEADER));
    Session session = new Session(outbox, shard, context, compressed);
    Requests requests = new Requests(session, context, shard.watchers());
    RequestRate rate = new RequestRate(context.config(), context.clock());
    RequestReader reader =
        new RequestReader(
            session, requests, rate, context.meters(), compressed ? shard.compression() : null);
    Connection connection = new Connection(shard, outbox, session, reader);
    shard.heartbeat().add(connection);
    NettyChannels.takeOver(upgrade, connection);
  }
}
