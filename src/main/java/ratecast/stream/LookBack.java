package ratecast.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.market.Asset;
import ratecast.tape.Tape;
import ratecast.wire.Command;

/**
 * What one session is shown of the past: {@code history} requests one after the other, and one
 * replay beside them. Lives on its event loop.
 */
final class LookBack {
  private final Session session;
  private final StreamContext context;
  private final Deque<Lookup> lookups = new ArrayDeque<>(1);
  private @Nullable Replay replay;

  LookBack(Session session, StreamContext context) {
    this.session = session;
    this.context = context;
  }

  /** How many {@code history} requests are not answered yet. */
  int waiting() {
    return lookups.size();
  }

  /** Answers it behind those that wait. */
  void history(Command.History command, Asset asset) {
    lookups.add(new Lookup(session, context.past(), command, tape(asset), this::proceed));
    proceed();
  }

  /**
   * Begins it; there must be no other.
   *
   * @param failed is run where the store fails it
   */
  void replay(Command.Replay command, List<Asset> assets, Runnable failed) {
    List<Tape> tapes = assets.stream().map(this::tape).toList();
    Replay begun = new Replay(session, context, command, tapes, failed);
    replay = begun;
    begun.proceed();
  }

  private Tape tape(Asset asset) {
    return context.tapes().tape(asset);
  }

  /** The replay that is going on. */
  Optional<Replay> replay() {
    return Optional.ofNullable(replay).filter(running -> !running.isOver());
  }

  /** Goes on where there is room again. */
  void proceed() {
    while (!lookups.isEmpty() && lookups.element().isOver()) {
      lookups.remove();
    }
    if (!lookups.isEmpty()) {
      lookups.element().proceed();
    }
    replay().ifPresent(Replay::proceed);
  }

  /** Forgets everything. */
  void end() {
    lookups.forEach(Lookup::stop);
    lookups.clear();
    replay().ifPresent(Replay::stop);
  }
}
