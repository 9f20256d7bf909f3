package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a {@link Problem}. Has no stack trace: it is an answer. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String RETRY_SECONDS = "5";

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  private ProblemException(Problem problem, Map<String, String> headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = headers;
  }

  static ProblemException of(ProblemType type, String detail) {
    return new ProblemException(type.problem(detail, null), Map.of());
  }

  static ProblemException of(ProblemType type, String detail, @Nullable String field) {
    return new ProblemException(type.problem(detail, field), Map.of());
  }

  /** One that says when to come back. */
  static ProblemException later(ProblemType type, String detail) {
    return new ProblemException(
        type.problem(detail, null), Map.of(HttpHeaders.RETRY_AFTER, RETRY_SECONDS));
  }

  static ProblemException inboxUnavailable() {
    return later(
        ProblemType.INBOX_UNAVAILABLE,
        "The server's disk takes no file: it is full, or may not be written to; its log says which."
            + " Send it again when that is mended.");
  }

  static ProblemException parameter(String name, String detail) {
    return of(ProblemType.INVALID_PARAMETER, detail, name);
  }

  static ProblemException readOnly(String detail) {
    return new ProblemException(
        ProblemType.METHOD_NOT_ALLOWED.problem(detail, null),
        Map.of(HttpHeaders.ALLOW, "GET, HEAD"));
  }

  static ProblemException noToken(String detail) {
    return new ProblemException(
        ProblemType.UNAUTHORIZED.problem(detail, null),
        Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer"));
  }

  Problem problem() {
    return problem;
  }

  Map<String, String> headers() {
    return headers;
  }
}
