package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ratecast.market.Seats;

/**
 * Lets a writing call through with the token, or where none is configured from this machine alone.
 * Before the body is read. On the event loop; does not block.
 */
@ServerFilter("/api/v1/**")
class WriteGuard {
  private static final String SCHEME = "Bearer ";
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** As this machine calls itself: another name that leads here may be a page's trick. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?");

  private final byte @Nullable [] token;

  WriteGuard(RestConfig config) {
    token =
        config.apiToken() == null ? null : config.apiToken().getBytes(StandardCharsets.US_ASCII);
  }

  /** Returns where the call may go on, and ends it otherwise. */
  @RequestFilter
  void check(HttpRequest<?> request) {
    if (READING.contains(request.getMethod())) {
      return;
    }
    if (token == null) {
      checkOrigin(request);
    } else {
      checkToken(token, request);
    }
  }

  private static void checkToken(byte[] token, HttpRequest<?> request) {
    String given = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw ProblemException.noToken(
          "Send the header \"Authorization: Bearer\" with the value of API_TOKEN.");
    }
    byte[] claimed = given.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(token, claimed)) { // as long for a near miss as for any other
      throw ProblemException.noToken("This is not the token that API_TOKEN has.");
    }
  }

  /**
   * From loopback, not passed on by a proxy of this machine, and not by a page of another site that
   * runs in a browser of this machine.
   */
  private static void checkOrigin(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    String host = headers.get(HttpHeaders.HOST);
    String origin = headers.get(HttpHeaders.ORIGIN);
    String scheme = request.isSecure() ? "https://" : "http://";
    boolean here =
        request.getRemoteAddress().getAddress().isLoopbackAddress()
            && !headers.contains(HttpHeaders.FORWARDED)
            && !headers.contains(Seats.FORWARDED_FOR)
            && host != null
            && THIS_MACHINE.matcher(host).matches()
            && (origin == null || origin.equals(scheme + host));
    if (!here) {
      throw ProblemException.of(
          ProblemType.FORBIDDEN,
          "Without API_TOKEN writing is accepted from this machine only, under the name localhost."
              + " Set API_TOKEN and send it as Bearer.");
    }
  }
}
