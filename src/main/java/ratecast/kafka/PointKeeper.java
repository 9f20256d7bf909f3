package ratecast.kafka;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import ratecast.market.Point;

/** Who stores points. Any thread; nothing blocks. */
public interface PointKeeper {
  /**
   * Completes once the store has them all, and fails where it did not say so. Repeating it changes
   * nothing; cancelled, it is not gone on with.
   */
  CompletionStage<?> keep(List<Point> points);

  /** Since when the store has been away; empty while it takes what it is given. */
  Optional<Instant> awaySince();

  /**
   * Is told from which second on points may be in the topic and not in the store; {@link
   * Long#MAX_VALUE} where all of them are in both.
   */
  void waitsFrom(long second);
}
