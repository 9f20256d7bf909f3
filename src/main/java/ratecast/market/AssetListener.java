package ratecast.market;

/**
 * Whoever passes on how the catalogue changes while the program runs. Every bean of this type is
 * told, on a thread of the store: returns at once, does not block.
 */
public interface AssetListener {
  void added(Asset asset);

  void retired(Asset asset);
}
