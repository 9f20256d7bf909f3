package ratecast.market;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where points from outside go whose sender wants to know what became of them. */
@FunctionalInterface
public interface PointPush {
  /**
   * Stores the points; those newer than the last of their asset are then shown live, older ones
   * take their place in history. Completes when the store has them and whoever reads now sees them,
   * or with Kafka will in a moment, when the topic has come round. Fails with what the store failed
   * with, or a {@link NotShownException}, when any part of them may have been stored, and with
   * {@link java.util.concurrent.RejectedExecutionException} where too many wait already, when none
   * was. Sending them again changes nothing that is stored. Any thread; does not block.
   *
   * @param points in any order; of one asset and second the first wins
   */
  CompletionStage<Pushed> push(List<Point> points);

  /**
   * What became of them.
   *
   * @param duplicates whose second had a value already
   */
  record Pushed(int stored, int duplicates) {
    /** Both together. */
    public Pushed and(Pushed other) {
      return new Pushed(stored + other.stored, duplicates + other.duplicates);
    }
  }
}
