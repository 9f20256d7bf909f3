package ratecast.stream;

import io.micronaut.context.annotation.Context;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Carries what is new on the tapes to every client, one task for each event loop. Any thread. Made
 * with the context: it has to hear of the first point.
 */
@Context
final class Fanout {
  private final Map<EventLoop, Shard> shards = new ConcurrentHashMap<>();
  private final StreamContext context;
  private final StatusBoard statusBoard;

  Fanout(StreamContext context, StatusBoard statusBoard) {
    this.context = context;
    this.statusBoard = statusBoard;
    context.tapes().whenGrown(this::wake);
    context.meters().waiting(this::waitingBytes);
  }

  private void wake() {
    shards.values().forEach(Shard::wake);
  }

  private long waitingBytes() {
    return shards.values().stream().mapToLong(shard -> shard.heartbeat().waitingBytes()).sum();
  }

  /** The shard of the channel's event loop; called on that loop. */
  Shard shardOf(Channel channel) {
    return shards.computeIfAbsent(
        channel.eventLoop(),
        loop -> {
          Shard shard = new Shard(loop, channel.alloc(), context, statusBoard);
          shard.heartbeat().start();
          return shard;
        });
  }

  Collection<Shard> shards() {
    return List.copyOf(shards.values());
  }
}
