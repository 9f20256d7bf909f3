package ratecast.stream;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.order.Ordered;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import ratecast.market.GoingAway;

/**
 * Says goodbye before the server goes: every client is closed with 1001 and its own time to come
 * back, spread out so that the next server is not hit by all at once. Blocks the stopping thread
 * until all have gone, for the drain time at most.
 */
@Singleton
final class Drain implements ApplicationEventListener<GoingAway>, Ordered {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final Fanout fanout;
  private final Admission admission;
  private final StreamContext context;

  Drain(Fanout fanout, Admission admission, StreamContext context) {
    this.fanout = fanout;
    this.admission = admission;
    this.context = context;
  }

  /** Last: it waits for connections to end that others have to close. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(GoingAway event) {
    admission.drain();
    fanout.closeAll(Math.max(1, (int) context.config().retrySpread().toMillis()));
    long deadline = System.nanoTime() + context.config().drainTime().toNanos();
    while (context.meters().sessions().get() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  static String retry(int spreadMillis) {
    return "server shutting down, retry in "
        + ThreadLocalRandom.current().nextInt(spreadMillis)
        + " ms";
  }
}
