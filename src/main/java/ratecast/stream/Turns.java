package ratecast.stream;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lets so much work run at a time; some more waits its turn, the rest is refused. Any thread. */
final class Turns {
  private final int mostRunning;
  private final int mostWaiting;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;
  private boolean goingOn;

  Turns(int mostRunning, int mostWaiting) {
    this.mostRunning = mostRunning;
    this.mostWaiting = mostWaiting;
  }

  /**
   * The work when its turn comes. Fails with {@link RejectedExecutionException} where too much
   * waits. Once it has begun it is done whole, whether or not somebody still waits for it.
   */
  <T> Mono<T> take(Mono<T> work) {
    return Mono.create(
        sink -> {
          Runnable turn =
              () -> {
                var unused =
                    work.doFinally(signal -> leave())
                        .subscribe(sink::success, sink::error, sink::success);
              };
          if (enter(turn)) {
            turn.run();
          }
        });
  }

  private synchronized boolean enter(Runnable turn) {
    if (running < mostRunning) {
      running++;
      return true;
    }
    if (waiting.size() >= mostWaiting) {
      throw new RejectedExecutionException("too many wait for the store");
    }
    waiting.add(turn);
    return false;
  }

  /**
   * Lets those begin for whom there is room now, one thread at a time and in a loop: of a thousand
   * that fail as soon as they begin, each would begin the next within itself.
   */
  private void leave() {
    for (Runnable next = afterOneLeft(); next != null; next = next()) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable afterOneLeft() {
    running--;
    return goingOn ? null : next();
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = running < mostRunning ? waiting.poll() : null;
    goingOn = next != null;
    running += goingOn ? 1 : 0;
    return next;
  }
}
