package ratecast.stream;

import ratecast.wire.RequestError;

/**
 * A request that was understood and is not done; carries what the client is told. No stack trace:
 * it is an answer.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient RequestError error;

  RefusedException(RequestError error) {
    super(error.text(), null, false, false);
    this.error = error;
  }

  RequestError error() {
    return error;
  }
}
