package ratecast.market;

import java.util.Optional;

/** Where points go. Whoever makes points knows this and nothing of who listens. */
@FunctionalInterface
public interface PointSink {
  /**
   * Takes the points of one tick. Does not wait for a store or a client and never throws for
   * anything that happens behind it.
   */
  void accept(Tick tick);

  /**
   * Why nobody sees now what is accepted, in a sentence for a person; empty while all goes on to
   * the clients. Any thread; does not block.
   */
  default Optional<String> heldUp() {
    return Optional.empty();
  }
}
