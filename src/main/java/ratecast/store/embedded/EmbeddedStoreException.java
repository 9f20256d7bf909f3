package ratecast.store.embedded;

/** The embedded server cannot start; the message is a sentence for whoever started the program. */
public final class EmbeddedStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedStoreException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
