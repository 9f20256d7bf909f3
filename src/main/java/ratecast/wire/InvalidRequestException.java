package ratecast.wire;

/**
 * A request that cannot be understood; carries what the client is told. Has no stack trace: it is
 * an answer.
 */
public final class InvalidRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RequestError error;

  InvalidRequestException(RequestError error) {
    super(error.text(), null, false, false);
    this.error = error;
  }

  public RequestError error() {
    return error;
  }
}
