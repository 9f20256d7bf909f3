package ratecast.stream;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of a client's {@code Sec-WebSocket-Extensions} we take: permessage-deflate (RFC 7692)
 * without context takeover in either direction, so that a connection has no state of it and a
 * message is compressed once for everyone.
 */
final class CompressionOffer {
  static final String HEADER = "Sec-WebSocket-Extensions";

  /** The answer to an offer that is taken. */
  static final String ACCEPTANCE =
      "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

  private static final String EXTENSION = "permessage-deflate";

  /** Without server_max_window_bits: the JDK compresses with 15 bits and no fewer. */
  private static final Set<String> KNOWN =
      Set.of("server_no_context_takeover", "client_no_context_takeover", "client_max_window_bits");

  private CompressionOffer() {}

  /**
   * Whether one of the offers can be taken; a parameter that is not known here declines its offer.
   */
  static boolean isIn(@Nullable String header) {
    if (header == null) {
      return false;
    }
    for (String offer : header.split(",", -1)) {
      String[] parts = offer.split(";", -1);
      if (parts[0].strip().equals(EXTENSION) && canBeTaken(parts)) {
        return true;
      }
    }
    return false;
  }

  private static boolean canBeTaken(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String name = parts[i].split("=", 2)[0].strip();
      if (!KNOWN.contains(name)) {
        return false;
      }
    }
    return true;
  }
}
