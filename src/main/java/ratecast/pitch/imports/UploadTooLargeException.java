package ratecast.pitch.imports;

/** What is sent is larger than is taken. */
public final class UploadTooLargeException extends Exception {
  private static final long serialVersionUID = 1L;

  UploadTooLargeException(long bytes) {
    super("more than " + bytes + " bytes");
  }
}
