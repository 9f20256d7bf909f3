package ratecast.market;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Places for clients that stay, however they are connected: one limit for all of them, and one for
 * each address. Any thread.
 */
public interface Seats {
  /** Why there is no place. */
  enum Refusal {
    SERVER_FULL,
    ADDRESS_FULL
  }

  /** The header in which a proxy says whom it passes on. */
  String FORWARDED_FOR = "X-Forwarded-For";

  /**
   * Whose place a connection takes: the peer's, or where that is a trusted proxy its client's.
   *
   * @param forwardedFor the lines of {@value #FORWARDED_FOR} in their order
   */
  InetAddress client(InetAddress peer, List<String> forwardedFor);

  /** Takes a place until {@link #leave}, or says why there is none. */
  Optional<Refusal> take(InetAddress address);

  /** Gives a place back, once for each that was taken. */
  void leave(InetAddress address);
}
