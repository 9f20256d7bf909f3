package ratecast.feed;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.PointSink;
import ratecast.market.PollGate;
import ratecast.market.Tick;

/**
 * What happens in each second: the feed is asked, one poll at a time, and the points of that second
 * go to the sink in one call. A poll that fails or is late costs its own second and no other, and
 * nothing a feed does gets out of here. No asset gets a second twice, not even when the clock goes
 * back: until it has caught up with what was asked here, nothing is, and where that takes more than
 * some seconds this node's turn is not wanted. Nothing is asked either while it is another node's
 * turn, and an answer that comes then is let go.
 *
 * <p>Every due second is counted in {@code ratecast.feed.polls}: "answered", the reason of the
 * {@link PollException}, "timeout", "bug", or why it was not asked: "still-polling", "backing-off",
 * "clock-went-back", "missed", "standing-by".
 *
 * <p>For one thread: {@link #tick} is called by the one that also runs the executor.
 */
final class Polls {
  private static final Logger LOG = LoggerFactory.getLogger(Polls.class);

  /** What a clock is behind by less it has caught up with before another node would have begun. */
  private static final long CAUGHT_UP_SECONDS = 5;

  private final Feed feed;
  private final QuoteRules rules;
  private final PointSink sink;
  private final PollGate gate;
  private final FeedHealth health;
  private final FeedMeters meters;
  private final InstantSource clock;
  private final long period;
  private final Duration timeout;
  private final Executor executor;
  private final BackOff backOff;

  private long lastAsked = Long.MIN_VALUE;
  private long lastDue = Long.MIN_VALUE; // of this turn
  private CompletableFuture<Answer> underWay = CompletableFuture.completedFuture(null);
  private String lastOutcome = "";
  private boolean standingBy;
  private boolean asked; // in this turn

  Polls(
      Feed feed,
      QuoteRules rules,
      PointSink sink,
      PollGate gate,
      FeedHealth health,
      FeedConfig config,
      InstantSource clock,
      MeterRegistry registry,
      Executor executor) {
    this.feed = feed;
    this.rules = rules;
    this.sink = sink;
    this.gate = gate;
    this.health = health;
    this.meters = new FeedMeters(registry, feed.name());
    this.clock = clock;
    FeedConfig rhythm = feed.rhythm(config);
    this.period = rhythm.period().toSeconds();
    this.timeout = rhythm.timeout();
    this.executor = executor;
    this.backOff = new BackOff(period);
  }

  /**
   * To be called once in every second, right after it began. Does not wait for the answer.
   *
   * @param second whole seconds since 1970 UTC
   */
  void tick(long second) {
    health.heldUp(gate.isOpen() ? sink.heldUp().orElse(null) : null);
    health.check(second);
    boolean behind = second <= lastAsked;
    gate.wanted(second + CAUGHT_UP_SECONDS > lastAsked);
    if (!gate.isOpen()) {
      standingBy = true;
    } else if (standingBy) {
      beginTurn();
    }
    if (!isDue(second)) {
      return;
    }
    if (behind) {
      meters.count("clock-went-back", 1);
      health.failed("the clock went back");
    } else if (standingBy) {
      meters.count("standing-by", 1);
    } else {
      due(second);
    }
  }

  private void beginTurn() {
    standingBy = false;
    lastDue = Long.MIN_VALUE;
    asked = false;
    backOff.startOver();
    feed.resume();
  }

  private void due(long second) {
    if (lastDue != Long.MIN_VALUE) {
      meters.count("missed", (double) Math.max(0, second / period - lastDue / period - 1));
    }
    lastDue = second;
    if (!underWay.isDone()) {
      meters.count("still-polling", 1);
    } else if (!backOff.isOver(second)) {
      meters.count("backing-off", 1);
    } else {
      poll(second);
    }
  }

  /**
   * Each period begins with a poll. That of a slow source is made up for where its second was lost,
   * as when this node's turn begins, and repeated where it failed.
   */
  private boolean isDue(long second) {
    return second % period == 0
        || (backOff.isSlow()
            && !standingBy
            && underWay.isDone()
            && (!asked || second / period > lastAsked / period || backOff.asksAgain(second)));
  }

  private void poll(long second) {
    asked = true;
    lastAsked = second;
    long begun = System.nanoTime();
    underWay =
        ask(second)
            .orTimeout(timeout.toNanos(), TimeUnit.NANOSECONDS)
            .whenCompleteAsync(
                (answer, failure) -> {
                  meters.took(Duration.ofNanos(System.nanoTime() - begun));
                  settle(second, answer, failure);
                },
                executor);
  }

  private CompletableFuture<Answer> ask(long second) {
    try {
      return feed.poll(second).toCompletableFuture().copy();
    } catch (Throwable bug) { // a feed's Error must not end the feed either
      return CompletableFuture.failedFuture(bug);
    }
  }

  private void settle(long second, @Nullable Answer answer, @Nullable Throwable failure) {
    try {
      if (answer != null) {
        answered(second, answer);
      } else {
        failed(second, failure == null ? new NullPointerException("no answer") : failure);
      }
    } catch (Throwable bug) {
      failed(second, bug);
    }
  }

  private void answered(long second, Answer answer) {
    if (!gate.isOpen()) {
      standingBy = true;
      meters.count("standing-by", 1);
      return;
    }
    Tick tick = rules.tick(feed.name(), answer.quotes(), clock.instant(), second);
    backOff.startOver();
    meters.count("answered", 1);
    lastOutcome = "answered";
    if (!tick.points().isEmpty()) {
      sink.accept(tick);
    }
    health.brought(second, tick.points(), answer.fresh());
  }

  private void failed(long second, Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String outcome = outcome(cause);
    if (outcome.equals("bug") && !lastOutcome.equals("bug")) {
      LOG.error(
          "A poll of feed {} ended in a bug; told once until it goes well", feed.name(), cause);
    }
    LOG.debug("Poll of feed {}: {}: {}", feed.name(), outcome, cause.getMessage());
    lastOutcome = outcome;
    meters.count(outcome, 1);
    backOff.failed(second);
    health.failed(cause.getMessage() == null ? outcome : outcome + ", " + cause.getMessage());
  }

  private static String outcome(Throwable cause) {
    if (cause instanceof PollException poll) {
      return poll.reason();
    }
    return cause instanceof TimeoutException ? "timeout" : "bug";
  }
}
