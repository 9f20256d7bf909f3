package ratecast.market;

import java.util.concurrent.CompletionStage;

/** Where assets are made and ended while the program runs. Any thread; nothing blocks. */
public interface AssetRegistry {
  /** How far the catalogue may grow: an asset costs memory for as long as the program runs. */
  int MAX_ASSETS = 20_000;

  /**
   * Takes the name into the catalogue, with the id it ever had. A name that is there already
   * changes nothing. The stage fails with what the store failed with, and with {@link
   * CatalogFullException} past {@value #MAX_ASSETS} assets.
   *
   * @param name fit for an {@link Asset}
   */
  CompletionStage<Registered> register(String name);

  /** Ends it: no new points; its id, name and history stay. */
  CompletionStage<Void> retire(Asset asset);

  /**
   * What became of a name.
   *
   * @param isNew whether it was not in the catalogue before
   */
  record Registered(Asset asset, boolean isNew) {}
}
