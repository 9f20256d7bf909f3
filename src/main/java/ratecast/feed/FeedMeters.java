package ratecast.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What became of each second in which a feed was due: {@code ratecast.feed.polls}. */
final class FeedMeters {
  private final MeterRegistry meters;
  private final String feed;
  private final Timer timer;

  FeedMeters(MeterRegistry meters, String feed) {
    this.meters = meters;
    this.feed = feed;
    this.timer =
        Timer.builder("ratecast.feed.poll")
            .description("from the question to the answer, whether good or not")
            .tag("feed", feed)
            .register(meters);
  }

  void count(String outcome, double seconds) {
    meters.counter("ratecast.feed.polls", "feed", feed, "outcome", outcome).increment(seconds);
  }

  void took(Duration time) {
    timer.record(time);
  }
}
