package ratecast.feed;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.FeedStateListener;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.market.PollGate;

/**
 * Starts and ends the feed: from {@link #start} on it is asked right after each whole second in
 * which it is this node's turn, on a thread of its own, and its points go to the {@link PointSink}.
 * {@link Polls} has the rules.
 */
@Singleton
public final class FeedSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSchedule.class);

  private final Feed feed;
  private final FeedHealth health;
  private final List<FeedStateListener> listeners;
  private final SecondLoop loop;
  private final Polls polls;
  private final FollowedPoints followed;

  FeedSchedule(
      Feed feed,
      QuoteRules rules,
      PointSink sink,
      PollGate gate,
      FeedHealth health,
      Collection<FeedStateListener> listeners,
      FeedConfig config,
      InstantSource clock,
      MeterRegistry meters) {
    this.feed = feed;
    this.health = health;
    this.listeners = List.copyOf(listeners);
    this.loop = new SecondLoop(clock);
    this.polls = new Polls(feed, rules, sink, gate, health, config, clock, meters, loop);
    this.followed = new FollowedPoints(feed, health);
  }

  /** Whether there is a feed, and so a turn to be had in asking it. */
  public boolean asksAFeed() {
    return !(feed instanceof NoFeed);
  }

  /**
   * Says what other nodes brought, so that the feed's state is right here too. Does not block.
   *
   * @param points of any assets; those of this feed count
   */
  public void followed(List<Point> points) {
    if (asksAFeed()) { // or nobody would ever take it out of the loop's queue
      loop.execute(() -> followed.brought(points));
    }
  }

  /** Once, when the windows are warm. Does not block; without a feed it does nothing. */
  public void start() {
    if (!asksAFeed()) {
      LOG.info("No feed: points come from outside");
      return;
    }
    health.start(listeners);
    loop.start(polls::tick);
    LOG.info("Feed {} is asked for {} symbols", feed.name(), feed.symbols().size());
  }

  /** After this no point comes any more. Waits two seconds at most; may be called again. */
  @PreDestroy
  public void stop() {
    loop.stop();
    feed.close();
  }
}
