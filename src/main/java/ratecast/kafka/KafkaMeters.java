package ratecast.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What a consumer of the topic counts. */
final class KafkaMeters {
  private static final String REJECTED = "ratecast.kafka.rejected";

  /** What turns a row away, by {@link TickerJson}, {@link TickerRecord} and {@link TopicStorer}. */
  private static final List<String> REASONS =
      List.of(
          "bad-name",
          "bad-time",
          "bad-value",
          "empty",
          "in-the-future",
          "not-a-record",
          "not-json",
          "not-registered");

  private final MeterRegistry registry;
  private final Counter records;
  private final Counter unnamed;
  private final AtomicLong lag = new AtomicLong();

  /**
   * @param use "tapes" or "store"
   */
  KafkaMeters(MeterRegistry registry, String use) {
    this.registry = registry;
    records =
        Counter.builder("ratecast.kafka.records")
            .tag("use", use)
            .description("records read")
            .baseUnit("records")
            .register(registry);
    Gauge.builder("ratecast.kafka.lag", lag, AtomicLong::get)
        .tag("use", use)
        .description("records that are still to be read")
        .baseUnit("records")
        .register(registry);
    // From the start, so that the first of a kind is a rise and not a beginning.
    REASONS.forEach(reason -> registry.counter(REJECTED, "reason", reason));
    unnamed = registry.counter("ratecast.kafka.unnamed");
  }

  void read(int count) {
    records.increment(count);
  }

  /** For the consumer's own thread. */
  void lag(KafkaConsumer<?, ?> consumer) {
    long sum = 0;
    for (TopicPartition partition : consumer.assignment()) {
      OptionalLong left = consumer.currentLag(partition);
      sum += left.orElse(0);
    }
    lag.set(sum);
  }

  void rejected(String reason, int rows) {
    registry.counter(REJECTED, "reason", reason).increment(rows);
  }

  /** Points whose new name's registration took too long: the store has them, the tape does not. */
  void unnamed() {
    unnamed.increment();
  }
}
