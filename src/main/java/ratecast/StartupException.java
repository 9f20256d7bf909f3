package ratecast;

/** The program cannot start; the message is the sentence for the operator. */
final class StartupException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartupException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
