package ratecast.stream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Carries what is new on the tapes to every client, one task for each event loop. Any thread. */
@Singleton
public final class Fanout {
  private final Map<EventLoop, Shard> shards = new ConcurrentHashMap<>();
  private final StreamContext context;
  private final StatusBoard statusBoard;

  Fanout(StreamContext context, StatusBoard statusBoard) {
    this.context = context;
    this.statusBoard = statusBoard;
  }

  /** Says that tapes have grown. Does not block; each loop delivers when it gets to it. */
  public void wake() {
    shards.values().forEach(Shard::wake);
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
