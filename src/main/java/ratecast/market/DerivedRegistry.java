package ratecast.market;

import java.util.concurrent.CompletionStage;

/** Where derived assets are declared while the program runs. Any thread; nothing blocks. */
@FunctionalInterface
public interface DerivedRegistry {
  /**
   * Takes the name into the catalogue, with the points that follow from those its legs have.
   * Declared again in the same way nothing changes.
   *
   * @param name fit for an {@link Asset}
   * @return fails with {@link IllegalArgumentException} and a sentence where it cannot be (a leg
   *     that is not known, a circle, a name that has points of its own), with {@link
   *     IllegalStateException} where there are too many assets, else with what the store failed
   *     with
   */
  CompletionStage<AssetRegistry.Registered> declare(String name, Formula formula);
}
