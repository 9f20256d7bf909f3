package ratecast;

import java.util.concurrent.CompletionStage;
import ratecast.market.Tick;

/**
 * How points that the store has come to be shown: on this node's tapes, from where other nodes
 * follow the store, or by the topic on every node's.
 */
@FunctionalInterface
interface ShowingWay {
  /** Completes when nothing can lose them any more; fails where they cannot be shown now. */
  CompletionStage<Void> show(Tick tick);
}
