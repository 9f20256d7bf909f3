package ratecast.wire;

/**
 * The {@code id} a client gave its request, repeated in every direct reply to it.
 *
 * @param json the id as JSON text, a string or an integer; empty where the request had none
 */
public record RequestId(String json) {
  public static final RequestId NONE = new RequestId("");
  static final int MAX_LENGTH = 64;

  public boolean isPresent() {
    return !json.isEmpty();
  }
}
