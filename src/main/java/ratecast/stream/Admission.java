package ratecast.stream;

import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there are, of all and of each address, and whether there may be more. Any
 * thread.
 */
@Singleton
final class Admission {
  private final StreamConfig config;
  private final AtomicInteger all;
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Admission(StreamConfig config, StreamMeters meters) {
    this.config = config;
    this.all = meters.sessions();
  }

  boolean isFull() {
    return draining || all.get() >= config.maxConnections();
  }

  boolean isFull(SocketAddress address) {
    return byAddress.getOrDefault(inet(address), 0) >= config.maxConnectionsPerAddress();
  }

  void opened(SocketAddress address) {
    all.incrementAndGet();
    byAddress.merge(inet(address), 1, Integer::sum);
  }

  void closed(SocketAddress address) {
    all.decrementAndGet();
    byAddress.computeIfPresent(inet(address), (key, count) -> count == 1 ? null : count - 1);
  }

  /** From now on nobody is admitted: the server is going away. */
  void drain() {
    draining = true;
  }

  private static InetAddress inet(SocketAddress address) {
    return address instanceof InetSocketAddress inet
        ? inet.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
