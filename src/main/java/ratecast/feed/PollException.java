package ratecast.feed;

/** A poll that brought no answer: the source is away, or what came is not a page of rates. */
public final class PollException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * @param reason a short constant in lower case with dashes, fit to be a metric's label
   * @param text the sentence for a person
   */
  public PollException(String reason, String text) {
    super(text, null, false, false); // expected once a second for hours: no stack trace
    this.reason = reason;
  }

  public String reason() {
    return reason;
  }
}
