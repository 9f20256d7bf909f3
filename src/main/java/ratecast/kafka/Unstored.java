package ratecast.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
   * An absence is noticed so late at the most, and other nodes' points of that time are missing;
   * and so far may points of the topic lie out of order.
   */
  private static final long NOTICED_LATE_SECONDS = 30;

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long FAILED_LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Of what is over sooner nobody need hear: a batch was on its way. */
  private static final int SAID_AFTER_LOOKS = 5;

  private final String topic;
  private final PointKeeper keeper;
  private long from = Long.MAX_VALUE;
  private Map<TopicPartition, Long> goal = Map.of();
  private long nextLookNanos = System.nanoTime();
  private int looks;

  Unstored(KafkaConfig config, PointKeeper keeper) {
    topic = config.topic();
    this.keeper = keeper;
  }

  /** The store did not take these; at least one. */
  void refused(List<Point> points) {
    begin(points.stream().mapToLong(Point::time).min().orElseThrow());
  }

  /**
   * The store lacks this second's points and maybe some before it, as this node finds it; {@link
   * Long#MAX_VALUE} where it lacks none.
   */
  void found(long second) {
    if (second < Long.MAX_VALUE) {
      begin(second - NOTICED_LATE_SECONDS);
    }
  }

  private void begin(long second) {
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

  /** To be called again and again. Asks the brokers once a second, while the store lacks points. */
  void look(KafkaConsumer<?, ?> consumer) {
    notice();
    if (from == Long.MAX_VALUE
        || keeper.awaySince().isPresent()
        || System.nanoTime() - nextLookNanos < 0) {
      return;
    }
    nextLookNanos = System.nanoTime() + LOOK_NANOS;
    try {
      if (goal.isEmpty()) {
        goal =
            consumer.endOffsets(
                Places.partitions(topic, consumer.partitionsFor(topic, PATIENCE)), PATIENCE);
      }
      if (isReached(consumer)) {
        end();
      } else if (++looks == SAID_AFTER_LOOKS) {
        LOG.info(
            "Points from {} on are in the topic and not stored yet; the past waits for them",
            Instant.ofEpochSecond(from));
      }
    } catch (RetriableException away) {
      LOG.debug("The brokers do not say how far the topic is stored", away);
      nextLookNanos = System.nanoTime() + FAILED_LOOK_NANOS; // storing waits for each
    }
  }

  private void end() {
    from = Long.MAX_VALUE;
    keeper.waitsFrom(from);
    if (looks >= SAID_AFTER_LOOKS) {
      LOG.info("The topic is stored; the past can be read again");
    }
    looks = 0;
  }

  private boolean isReached(KafkaConsumer<?, ?> consumer) {
    Map<TopicPartition, Long> stored = Places.stored(consumer, goal.keySet(), PATIENCE);
    return goal.entrySet().stream()
        .allMatch(end -> end.getValue() <= stored.getOrDefault(end.getKey(), 0L));
  }
}
