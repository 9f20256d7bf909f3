package ratecast.stream;

import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ratecast.market.Seats;

/**
 * Refuses upgrades before they happen, in plain HTTP: protocol 1.6, and what Micronaut would hang
 * or stumble over. Synchronous, on the event loop: anything else would race the handshake.
 */
@ServerFilter("/")
class UpgradeGuard {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");
  private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
  private static final String RETRY_SECONDS = "5";

  private final Admission admission;
  private final Origins origins;
  private final StreamMeters meters;
  private final int managementPort;

  /**
   * The guard of the one endpoint.
   *
   * @param managementPort where no socket is served, though Micronaut would; none is -1
   */
  UpgradeGuard(
      Admission admission,
      Origins origins,
      StreamMeters meters,
      @Value("${endpoints.all.port:-1}") int managementPort) {
    this.managementPort = managementPort;
    this.admission = admission;
    this.origins = origins;
    this.meters = meters;
  }

  /** The refusal, or null where the upgrade may go on or is none. */
  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    if (!isUpgrade(headers)) {
      return null;
    }
    if (request.getServerAddress().getPort() == managementPort) {
      return refuse(HttpStatus.NOT_FOUND, "management-port", "No socket is served at this port.");
    }
    if (!"13".equals(headers.get("Sec-WebSocket-Version"))) {
      return refuse(HttpStatus.UPGRADE_REQUIRED, "version", "Only WebSocket version 13 is spoken.")
          .header("Sec-WebSocket-Version", "13");
    }
    String key = headers.get("Sec-WebSocket-Key");
    if (key == null || !KEY.matcher(key).matches()) {
      return refuse(HttpStatus.BAD_REQUEST, "key", "Sec-WebSocket-Key is missing or malformed.");
    }
    if (!origins.mayConnect(headers.get(HttpHeaders.ORIGIN), headers.get(HttpHeaders.HOST))) {
      return refuse(HttpStatus.FORBIDDEN, "origin", "Pages of this origin may not connect.");
    }
    return admission
        .admit(NettyChannels.of(request), headers.getAll(Seats.FORWARDED_FOR))
        .map(this::full)
        .orElse(null);
  }

  /** Takes the offer of compression: what stands in this response the handshake's has too. */
  @ResponseFilter
  void takeCompression(HttpRequest<?> request, MutableHttpResponse<?> response) {
    HttpHeaders headers = request.getHeaders();
    if (isUpgrade(headers)
        && response.code() < HttpStatus.BAD_REQUEST.getCode()
        && CompressionOffer.isIn(headers.get(CompressionOffer.HEADER))) {
      response.header(CompressionOffer.HEADER, CompressionOffer.ACCEPTANCE);
    }
  }

  private static boolean isUpgrade(HttpHeaders headers) {
    return "websocket".equalsIgnoreCase(headers.get(HttpHeaders.UPGRADE))
        && headers.getAll(HttpHeaders.CONNECTION).stream()
            .flatMap(COMMA::splitAsStream)
            .anyMatch(HttpHeaders.UPGRADE::equalsIgnoreCase);
  }

  private HttpResponse<?> full(Seats.Refusal refusal) {
    MutableHttpResponse<?> answer =
        switch (refusal) {
          case SERVER_FULL ->
              answer(HttpStatus.SERVICE_UNAVAILABLE, "Too many connections; come back later.");
          case ADDRESS_FULL ->
              answer(HttpStatus.TOO_MANY_REQUESTS, "Too many connections from your address.");
        };
    return answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
  }

  private MutableHttpResponse<?> refuse(HttpStatus status, String reason, String text) {
    meters.refused(reason);
    return answer(status, text);
  }

  private static MutableHttpResponse<?> answer(HttpStatus status, String text) {
    return HttpResponse.status(status).contentType("text/plain").body(text + "\n");
  }
}
