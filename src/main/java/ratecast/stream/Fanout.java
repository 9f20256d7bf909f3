package ratecast.stream;

import io.micronaut.context.annotation.Context;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
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
  private volatile int goingSpreadMillis;

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
    Shard shard = shards.computeIfAbsent(channel.eventLoop(), loop -> open(channel));
    if (goingSpreadMillis > 0) {
      shard.heartbeat().closeAll(goingSpreadMillis);
    }
    return shard;
  }

  private Shard open(Channel channel) {
    Shard shard = new Shard(channel.eventLoop(), channel.alloc(), context, statusBoard);
    shard.heartbeat().start();
    return shard;
  }

  /**
   * Closes every connection, each with its own time to come back; also those whose upgrade was
   * admitted before and opens after, on a loop that had none until then.
   */
  void closeAll(int retrySpreadMillis) {
    goingSpreadMillis = retrySpreadMillis;
    for (Shard shard : shards.values()) {
      shard.loop().execute(() -> shard.heartbeat().closeAll(retrySpreadMillis));
    }
  }
}
