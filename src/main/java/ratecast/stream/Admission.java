package ratecast.stream;

import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import ratecast.market.Seats;

/**
 * How many connections there are, of all and of each address, and whether there may be more. Any
 * thread.
 */
@Singleton
@SuppressWarnings("FutureReturnValueIgnored") // a listener of the close future
final class Admission implements Seats {
  private final StreamConfig config;
  private final StreamMeters meters;
  private final Proxies proxies;
  private final AtomicInteger all;
  private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
  private volatile boolean draining;

  Admission(StreamConfig config, StreamMeters meters) {
    this.config = config;
    this.meters = meters;
    this.proxies = new Proxies(config.trustedProxies());
    this.all = meters.sessions();
  }

  /**
   * Counts the connection in until its channel closes, or says why it may not be. Before the
   * upgrade is answered: whoever reads the answer is counted.
   *
   * @param forwardedFor the lines of {@value #FORWARDED_FOR} in their order
   */
  Optional<Refusal> admit(Channel channel, List<String> forwardedFor) {
    InetAddress address = client(inet(channel.remoteAddress()), forwardedFor);
    Optional<Refusal> refusal = take(address);
    if (refusal.isEmpty()) {
      channel.closeFuture().addListener(closed -> leave(address));
    }
    return refusal;
  }

  @Override
  public InetAddress client(InetAddress peer, List<String> forwardedFor) {
    return proxies.client(peer, forwardedFor);
  }

  @Override
  public Optional<Refusal> take(InetAddress address) {
    if (all.incrementAndGet() > config.maxConnections() || draining) {
      all.decrementAndGet();
      meters.refused("full");
      return Optional.of(Refusal.SERVER_FULL);
    }
    if (byAddress.merge(address, 1, Integer::sum) > config.maxConnectionsPerAddress()) {
      leave(address);
      meters.refused("address");
      return Optional.of(Refusal.ADDRESS_FULL);
    }
    return Optional.empty();
  }

  @Override
  public void leave(InetAddress address) {
    all.decrementAndGet();
    byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
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
