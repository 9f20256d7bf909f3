package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
  private final Proxies proxies =
      new Proxies(List.of("10.0.0.0/8", "2001:db8::1", "2001:db8:1::/48", "::ffff:192.0.2.1", " "));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # peer      | X-Forwarded-For                    | whose place it is
          10.0.0.1    | 203.0.113.7                        | 203.0.113.7
          10.0.0.1    | 203.0.113.7:4711                   | 203.0.113.7
          10.0.0.1    | 2001:db8::7                        | 2001:db8::7
          10.0.0.1    | [2001:db8::7]                      | 2001:db8::7
          10.0.0.1    | [2001:db8::7]:4711                 | 2001:db8::7
          10.0.0.1    | 203.0.113.7, 10.1.2.3, 2001:db8::1 | 203.0.113.7
          2001:db8::1 | 203.0.113.7                        | 203.0.113.7
          192.0.2.1       | 203.0.113.7                    | 203.0.113.7
          2001:db8:1:2::3 | 203.0.113.7                    | 203.0.113.7
          # what the client wrote itself stands before what the proxy wrote
          10.0.0.1    | 198.51.100.9, 203.0.113.7          | 203.0.113.7
          10.0.0.1    | 10.9.9.9                           | 10.9.9.9
          # no address is looked up, and what is none is the proxy's own
          10.0.0.1    | localhost                          | 10.0.0.1
          10.0.0.1    | unknown                            | 10.0.0.1
          10.0.0.1    | 203.0.113.7, 300.1.1.1             | 10.0.0.1
          10.0.0.1    | 203.0.113.7, 10.0.0.2, _hidden     | 10.0.0.1
          10.0.0.1    | unknown, 10.0.0.2                  | 10.0.0.2
          10.0.0.1    | ''                                 | 10.0.0.1
          10.0.0.1    | ','                                | 10.0.0.1
          # nobody else is believed
          11.0.0.1    | 203.0.113.7                        | 11.0.0.1
          2001:db8::2 | 203.0.113.7                        | 2001:db8::2
          """)
  void thePlaceIsOfTheLastAddressThatNoTrustedProxyHas(
      String peer, String forwardedFor, String client) throws UnknownHostException {
    assertThat(proxies.client(InetAddress.getByName(peer), List.of(forwardedFor.split(";"))))
        .isEqualTo(InetAddress.getByName(client));
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.1", "203.0.113.7"})
  void withoutTheHeaderItIsWhoConnected(String peer) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(peer);

    assertThat(proxies.client(address, List.of())).isEqualTo(address);
  }
}
