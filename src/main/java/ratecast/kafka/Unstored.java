package ratecast.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Point;

/**
 * From which second on the store lacks points of the topic, after it was away or as this node found
 * it: until the group, all nodes together, has stored what the topic held then. Whoever reads that
 * past sooner would see a hole and not know it. For the thread of the consumer.
 */
final class Unstored {
  private static final Logger LOG = LoggerFactory.getLogger(Unstored.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /**
   * An absence is noticed so late at the most, and other nodes' points of that time are missing.
   */
  private static final long NOTICED_LATE_SECONDS = 30;

  private final String topic;
  private final PointKeeper keeper;
  private long from = Long.MAX_VALUE;
  private Map<TopicPartition, Long> goal = Map.of();

  Unstored(KafkaConfig config, PointKeeper keeper) {
    topic = config.topic();
    this.keeper = keeper;
  }

  /** The store did not take these; at least one. */
  void refused(List<Point> points) {
    begin(points.stream().mapToLong(Point::time).min().orElseThrow());
  }

  /** The store lacks points from this second on; {@link Long#MAX_VALUE} where it has all. */
  void begin(long second) {
    goal = Map.of();
    if (second < from) {
      from = second;
      keeper.waitsFrom(from);
    }
  }

  /**
   * To be called again and again while a batch waits for something else than the store: an absence
   * may be over by then.
   */
  void notice() {
    keeper.awaySince().ifPresent(since -> begin(since.getEpochSecond() - NOTICED_LATE_SECONDS));
  }

  /** To be called again and again. Asks the brokers only after an absence, for some seconds. */
  void look(KafkaConsumer<?, ?> consumer) {
    notice();
    if (from == Long.MAX_VALUE || keeper.awaySince().isPresent()) {
      return;
    }
    try {
      if (goal.isEmpty()) {
        goal =
            consumer.endOffsets(
                Places.partitions(topic, consumer.partitionsFor(topic, PATIENCE)), PATIENCE);
      }
      if (isReached(consumer)) {
        from = Long.MAX_VALUE;
        keeper.waitsFrom(from);
      }
    } catch (RetriableException away) {
      LOG.debug("The brokers do not say how far the topic is stored", away);
    }
  }

  private boolean isReached(KafkaConsumer<?, ?> consumer) {
    Map<TopicPartition, Long> stored = Places.stored(consumer, goal.keySet(), PATIENCE);
    return goal.entrySet().stream()
        .allMatch(end -> end.getValue() <= stored.getOrDefault(end.getKey(), 0L));
  }
}
