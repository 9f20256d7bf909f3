package ratecast.market;

/** There is no place for one more asset, or for one more that follows from others. */
public final class CatalogFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence how many there are, and what to do, for the client
   */
  public CatalogFullException(String sentence) {
    super(sentence);
  }

  /** The catalogue has as many assets as it may. */
  public static CatalogFullException ofAssets() {
    return new CatalogFullException(
        "There are " + AssetRegistry.MAX_ASSETS + " assets already; retire some first.");
  }
}
