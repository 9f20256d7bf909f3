package ratecast.pitch.imports;

import java.io.IOException;

/** The disk of the inbox did not take a file: it is full, or may not be written to. */
public final class InboxUnavailableException extends Exception {
  private static final long serialVersionUID = 1L;

  InboxUnavailableException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
