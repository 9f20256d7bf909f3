package ratecast.store;

/** The program cannot start without the store; the message is the sentence for the operator. */
public final class NoStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
