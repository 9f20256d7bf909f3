package ratecast.kafka;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import ratecast.market.Asset;

/** Who has an asset for a name. Any thread. */
public interface AssetNaming {
  /** At once, from memory. */
  Optional<Asset> find(String name);

  /**
   * Finds or makes the asset; does not block.
   *
   * @return empty where the name is to have no new points; fails where the store is away
   */
  CompletionStage<Optional<Asset>> admit(String name);
}
