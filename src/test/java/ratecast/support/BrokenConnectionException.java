package ratecast.support;

/** The connection is gone, or none came to be. */
public final class BrokenConnectionException extends RuntimeException {
  BrokenConnectionException(String message) {
    super(message);
  }
}
