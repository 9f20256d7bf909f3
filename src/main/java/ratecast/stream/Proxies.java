package ratecast.stream;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose connection it is that a proxy passed on. Each proxy writes behind what it was given whom it
 * was given it by ({@code X-Forwarded-For}), so the list is read from its end and no further than
 * the proxies that are trusted go: what stands before that anybody may have written.
 */
final class Proxies {
  /** What may stand around an address: brackets of IPv6, a port. */
  private static final Pattern AROUND =
      Pattern.compile("^(?:\\[([^]]*)](?::\\d+)?|([\\d.]+):\\d+)$");

  private final List<IpSubnetFilterRule> trusted;

  /**
   * @param trusted addresses, or subnets as 10.0.0.0/8; a blank one is none
   */
  Proxies(List<String> trusted) {
    this.trusted = trusted.stream().filter(text -> !text.isBlank()).map(Proxies::rule).toList();
  }

  private static IpSubnetFilterRule rule(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
    int bits = address.getAddress().length * Byte.SIZE; // ::ffff:10.0.0.1 is one of IPv4
    int prefix = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
    return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
  }

  /**
   * The client's address: of those the connection came by the last that no trusted proxy has. Where
   * a trusted proxy says nothing that is an address, its own. Looks no name up.
   *
   * @param peer who is connected
   * @param forwardedFor the lines of the header in their order
   */
  InetAddress client(InetAddress peer, List<String> forwardedFor) {
    List<String> hops = Arrays.asList(String.join(",", forwardedFor).split(",", -1));
    InetAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      InetAddress hop = read(hops.get(i).strip());
      if (hop == null) {
        break;
      }
      client = hop;
    }
    return client;
  }

  private boolean isTrusted(InetAddress address) {
    return trusted.stream().anyMatch(rule -> rule.matches(new InetSocketAddress(address, 0)));
  }

  private static @Nullable InetAddress read(String hop) {
    return NetUtil.createInetAddressFromIpAddressString(AROUND.matcher(hop).replaceFirst("$1$2"));
  }
}
