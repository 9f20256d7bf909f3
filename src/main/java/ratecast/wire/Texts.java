package ratecast.wire;

/** Sentences for clients that more than one place says. */
public final class Texts {
  private Texts() {}

  public static String noAsset(long id) {
    return "No asset with id " + id + ". Send \"assets\" for the list.";
  }
}
