package ratecast.rest;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where READ_TOKEN is set, lets nobody read without it: neither over HTTP nor over the socket. A
 * program sends it as {@code Bearer}; a browser, whose WebSocket cannot, opens the page once with
 * {@code ?access_token=} and has it in a cookie from then on. Health and metrics stay open. On the
 * event loop; does not block.
 */
@ServerFilter("/**")
@Requires(property = "rest.read-token")
class ReadGuard {
  private static final String NAME = "access_token";
  private static final String SCHEME = "Bearer ";
  private static final String REFUSAL =
      "Reading needs the token: send \"Authorization: Bearer ...\", or open the page once with"
          + " ?access_token=...";

  private final byte[] token;
  private final Optional<byte[]> writingToken;
  private final byte[] session;

  ReadGuard(RestConfig config) {
    token = bytes(Objects.requireNonNull(config.readToken()));
    session = hash(token);
    writingToken = Optional.ofNullable(config.apiToken()).map(ReadGuard::bytes);
  }

  /** The refusal, for whoever calls the API a problem; or null where the request may go on. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    if (isOpen(request.getPath()) || isRight(fromHeader(request)) || isSession(request)) {
      return null;
    }
    if (isRight(fromQuery(request))) {
      return null;
    }
    if (request.getPath().startsWith("/api/")) {
      throw ProblemException.noToken(REFUSAL);
    }
    return HttpResponse.status(HttpStatus.UNAUTHORIZED)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .contentType("text/plain")
        .body(REFUSAL + "\n");
  }

  /** Keeps a token that came with the address, so that it need not stand there again. */
  @ResponseFilter
  void keep(HttpRequest<?> request, MutableHttpResponse<?> response) {
    fromQuery(request)
        .filter(given -> isRight(Optional.of(given)))
        .ifPresent(
            given ->
                response.cookie(
                    Cookie.of(NAME, new String(session, StandardCharsets.US_ASCII))
                        .path("/")
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite(SameSite.Strict)));
  }

  private static boolean isOpen(String path) {
    return path.equals("/prometheus") || path.equals("/health") || path.startsWith("/health/");
  }

  private static Optional<String> fromHeader(HttpRequest<?> request) {
    return Optional.ofNullable(request.getHeaders().get(HttpHeaders.AUTHORIZATION))
        .filter(given -> given.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(given -> given.substring(SCHEME.length()).strip());
  }

  /** The cookie has a hash of the token: any of its characters may stand there, and it does not. */
  private boolean isSession(HttpRequest<?> request) {
    return request
        .getCookies()
        .findCookie(NAME)
        .map(cookie -> bytes(cookie.getValue()))
        .filter(given -> MessageDigest.isEqual(session, given))
        .isPresent();
  }

  private static Optional<String> fromQuery(HttpRequest<?> request) {
    return request.getParameters().getFirst(NAME);
  }

  /** Takes as long for a near miss as for any other. Whoever may write may read. */
  private boolean isRight(Optional<String> given) {
    return given
        .map(ReadGuard::bytes)
        .filter(
            claimed ->
                MessageDigest.isEqual(token, claimed)
                    || writingToken.filter(w -> MessageDigest.isEqual(w, claimed)).isPresent())
        .isPresent();
  }

  private static byte[] hash(byte[] token) {
    return bytes(HexFormat.of().formatHex(Sha256.of(token)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
