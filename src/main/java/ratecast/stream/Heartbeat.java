package ratecast.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds connections that are gone or stuck. Each beat visits the next few of all connections, so
 * that each is pinged once a period and the pings of many are spread over it. A ping goes with the
 * next delivery, or alone with the next beat where none came. Those that cannot be written to are
 * looked at on every beat. Lives on its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Heartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final int BEATS_PER_PERIOD = 25;

  private final Shard shard;
  private final StreamConfig config;
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Connection, Stuck> stuck = new LinkedHashMap<>();
  private final List<Connection> pinged = new ArrayList<>();
  private int next;
  private double due;
  private int goingSpreadMillis;
  private boolean failing;
  private volatile long waitingBytes;

  /** Since which beat so many bytes were pending. */
  private record Stuck(int beats, long pendingBytes) {}

  Heartbeat(Shard shard, StreamConfig config) {
    this.shard = shard;
    this.config = config;
  }

  void start() {
    long nanos = Math.max(1, beatNanos());
    // Not at a fixed rate: that would make up for a pause, all pings before any pong is read.
    shard.loop().scheduleWithFixedDelay(this::beatOn, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private long beatNanos() {
    return config.pingPeriod().toNanos() / BEATS_PER_PERIOD;
  }

  void add(Connection connection) {
    connection.placeInHeartbeat(connections.size());
    connections.add(connection);
    if (goingSpreadMillis > 0) {
      shard.loop().execute(() -> sayGoodbye(connection));
    }
  }

  void remove(Connection connection) {
    stuck.remove(connection);
    pinged.remove(connection); // there may be no next beat
    int place = connection.placeInHeartbeat();
    Connection last = connections.remove(connections.size() - 1);
    if (last != connection) {
      connections.set(place, last);
      last.placeInHeartbeat(place);
    }
  }

  /** Nothing can be written to this one: it is watched until something can. */
  void stuck(Connection connection) {
    stuck.putIfAbsent(connection, new Stuck(0, connection.outbox().pendingBytes()));
  }

  void freed(Connection connection) {
    stuck.remove(connection);
  }

  /** What is thrown would end the schedule with it, without a word. */
  private void beatOn() {
    try {
      beat();
      failing = false;
    } catch (RuntimeException | OutOfMemoryError e) {
      if (!failing) {
        LOG.error("A look at the connections failed; the next comes as ever", e);
      }
      failing = true;
    }
  }

  private void beat() {
    List.copyOf(stuck.keySet()).forEach(this::look);
    waitingBytes = stuck.values().stream().mapToLong(Stuck::pendingBytes).sum();
    shard.histories().letGoOutdated();
    shard.closeCandles();
    pingSome();
  }

  private void pingSome() {
    List<Connection> waiting = List.copyOf(pinged);
    pinged.clear();
    waiting.forEach(Connection::pingAlone);
    due += (double) connections.size() / BEATS_PER_PERIOD; // only where there is a ping to send
    for (; due >= 1 && !connections.isEmpty(); due--) {
      next = next + 1 < connections.size() ? next + 1 : 0;
      Connection connection = connections.get(next);
      connection.ping();
      pinged.add(connection);
    }
  }

  /** What connections that cannot be written to were waiting for on the last beat. Any thread. */
  long waitingBytes() {
    return waitingBytes;
  }

  /** Closes every connection, also those to come, each with its own time to come back. */
  void closeAll(int retrySpreadMillis) {
    goingSpreadMillis = retrySpreadMillis;
    List.copyOf(connections).forEach(this::sayGoodbye);
  }

  private void sayGoodbye(Connection connection) {
    connection.close(CloseCode.GOING_AWAY, Drain.retry(goingSpreadMillis));
  }

  private void look(Connection connection) {
    long pending = connection.outbox().pendingBytes();
    Stuck before = stuck.get(connection);
    int beats = before != null && before.pendingBytes() == pending ? before.beats() + 1 : 0;
    stuck.put(connection, new Stuck(beats, pending));
    if (beats * beatNanos() >= config.slowTimeout().toNanos()) {
      connection.close(CloseCode.TOO_SLOW);
    }
  }
}
