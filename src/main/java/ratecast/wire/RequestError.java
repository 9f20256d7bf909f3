package ratecast.wire;

/**
 * A client's mistake, as it is told to that client.
 *
 * @param text one or two sentences for a person at wscat: what was wrong, what to send instead
 * @param action of the request, empty where it could not be read
 * @param field the member at fault, empty where it is the whole message
 * @param retryAfterMs milliseconds until it may succeed, 0 where waiting does not help
 */
public record RequestError(
    RequestId id, ErrorCode code, String text, String action, String field, long retryAfterMs) {

  public static RequestError of(
      RequestId id, ErrorCode code, String text, String action, String field) {
    return new RequestError(id, code, text, action, field, 0);
  }
}
