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
import ratecast.market.PointSink;

/**
 * Starts and ends the feed: from {@link #start} on it is asked right after each whole second, on a
 * thread of its own, and its points go to the {@link PointSink}. {@link Polls} has the rules.
 */
@Singleton
public final class FeedSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(FeedSchedule.class);

  private final Feed feed;
  private final FeedHealth health;
  private final List<FeedStateListener> listeners;
  private final SecondLoop loop;
  private final Polls polls;

  FeedSchedule(
      Feed feed,
      QuoteRules rules,
      PointSink sink,
      FeedHealth health,
      Collection<FeedStateListener> listeners,
      FeedConfig config,
      InstantSource clock,
      MeterRegistry meters) {
    this.feed = feed;
    this.health = health;
    this.listeners = List.copyOf(listeners);
    this.loop = new SecondLoop(clock);
    this.polls = new Polls(feed, rules, sink, health, config, meters, loop);
  }

  /** Once, when the windows are warm. Does not block; without a feed it does nothing. */
  public void start() {
    if (feed instanceof NoFeed) {
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
