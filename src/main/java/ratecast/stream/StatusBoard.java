package ratecast.stream;

import io.netty.channel.EventLoop;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The status channel: what was last said of each subject, told to everyone who watches and to
 * whoever begins to. Bounded by its subjects, which are the feeds. Any thread may post.
 */
@Singleton
final class StatusBoard {
  /** Changes that wait for one client's room; with one more it is too slow. */
  private static final int MOST_OWED = 64;

  private final Map<String, byte[]> current = new ConcurrentSkipListMap<>();
  private final List<Watchers> watchers = new CopyOnWriteArrayList<>();

  /** Says this now and to everyone who begins to watch later. */
  void keep(String subject, byte[] message) {
    current.put(subject, message);
    tell(message);
  }

  /** Says this once, to everyone who watches now. */
  void tell(byte[] message) {
    watchers.forEach(shard -> shard.loop.execute(() -> shard.tell(message)));
  }

  Watchers watchersOn(EventLoop loop) {
    Watchers shard = new Watchers(loop);
    watchers.add(shard);
    return shard;
  }

  /** The sessions of one event loop that watch. Lives on that loop. */
  final class Watchers {
    private final EventLoop loop;
    private final Set<Session> sessions = new LinkedHashSet<>();
    private final Map<Session, Deque<byte[]>> owed = new HashMap<>();

    private Watchers(EventLoop loop) {
      this.loop = loop;
    }

    /** Begins to watch, or asks again: what is current is told at once. */
    void watch(Session session) {
      sessions.add(session);
      current.values().forEach(session::reply);
    }

    void unwatch(Session session) {
      sessions.remove(session);
      owed.remove(session);
    }

    /** Tells the session what it had no room for when it was said. */
    void settle(Session session) {
      Deque<byte[]> messages = owed.get(session);
      if (messages == null) {
        return;
      }
      while (!messages.isEmpty() && session.hasRoom()) {
        session.reply(messages.remove());
      }
      if (messages.isEmpty()) {
        owed.remove(session);
      }
    }

    boolean isWatching(Session session) {
      return sessions.contains(session);
    }

    private void tell(byte[] message) {
      sessions.forEach(session -> tell(session, message));
    }

    private void tell(Session session, byte[] message) {
      if (session.hasRoom() && !owed.containsKey(session)) {
        session.reply(message);
        return;
      }
      Deque<byte[]> messages = owed.computeIfAbsent(session, slow -> new ArrayDeque<>(1));
      messages.add(message);
      if (messages.size() > MOST_OWED) {
        owed.remove(session);
        session.outbox().cut(CloseCode.TOO_SLOW);
      }
    }
  }
}
