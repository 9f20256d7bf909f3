package ratecast.market;

/** Points are stored, but what would have everyone see them does not take them now. */
public final class NotShownException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NotShownException(Throwable why) {
    super(why);
  }
}
