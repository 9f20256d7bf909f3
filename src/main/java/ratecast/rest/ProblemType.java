package ratecast.rest;

import io.micronaut.http.HttpStatus;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The kinds of problem, each with its status: the table of docs/PROTOCOL.md, section 2. */
enum ProblemType {
  INVALID_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is wrong"),
  INVALID_BODY(HttpStatus.BAD_REQUEST, "The body is wrong"),
  UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "The token is missing or wrong"),
  FORBIDDEN(HttpStatus.FORBIDDEN, "Writing is for this machine only"),
  NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing here"),
  ASSET_NOT_FOUND(HttpStatus.NOT_FOUND, "No such asset"),
  POINT_NOT_FOUND(HttpStatus.NOT_FOUND, "No such point"),
  METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "Not with this method"),
  NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "Not in this form"),
  TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large"),
  UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is of another kind"),
  TOO_MANY_CONNECTIONS(HttpStatus.TOO_MANY_REQUESTS, "Too many connections from one address"),
  INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The server failed"),
  STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The store is away"),
  KAFKA_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Kafka is away"),
  INBOX_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The inbox takes no file"),
  BUSY(HttpStatus.SERVICE_UNAVAILABLE, "Too much at once"),
  CATALOGUE_FULL(HttpStatus.INSUFFICIENT_STORAGE, "The catalogue is full"),
  /** An HTTP error that has no type of its own. */
  OTHER(HttpStatus.BAD_REQUEST, "The request was not done");

  private final HttpStatus status;
  private final String title;

  ProblemType(HttpStatus status, String title) {
    this.status = status;
    this.title = title;
  }

  HttpStatus status() {
    return status;
  }

  Problem problem(String detail, @Nullable String field) {
    return problem(status, detail, field);
  }

  Problem problem(HttpStatus instead, String detail, @Nullable String field) {
    String urn =
        this == OTHER
            ? "about:blank"
            : "urn:ratecast:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    return new Problem(
        urn, this == OTHER ? instead.getReason() : title, instead.getCode(), detail, field);
  }

  /** The general type of a status that the HTTP server itself answers with. */
  static ProblemType of(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> NOT_FOUND;
      case METHOD_NOT_ALLOWED -> METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> NOT_ACCEPTABLE;
      case REQUEST_ENTITY_TOO_LARGE -> TOO_LARGE;
      case UNSUPPORTED_MEDIA_TYPE -> UNSUPPORTED_MEDIA_TYPE;
      case INTERNAL_SERVER_ERROR -> INTERNAL;
      default -> OTHER;
    };
  }

  Optional<String> sentence() {
    return switch (this) {
      case NOT_FOUND -> Optional.of("There is nothing at this path; /docs shows what there is.");
      case METHOD_NOT_ALLOWED -> Optional.of("The Allow header has the methods of this path.");
      case NOT_ACCEPTABLE ->
          Optional.of("This path does not have what the Accept header asks for.");
      case TOO_LARGE -> Optional.of("The body is larger than this path takes.");
      case UNSUPPORTED_MEDIA_TYPE ->
          Optional.of("The Content-Type is not one this path takes; JSON is application/json.");
      case INTERNAL -> Optional.of("The server failed; trying again may help.");
      default -> Optional.empty();
    };
  }
}
