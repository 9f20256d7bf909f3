package ratecast.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** What the storing group owes the store: records of the topic behind those it has committed. */
final class Arrears {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private Arrears() {}

  /**
   * The second of the oldest point among the first of each partition that are to be stored yet;
   * {@link Long#MAX_VALUE} where none is. What comes behind them may be older. Reads those records
   * and leaves the group alone. Blocks.
   *
   * @throws KafkaException where the brokers do not say it in time
   */
  static long firstSecond(KafkaConfig config) {
    try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(config)) {
      Set<TopicPartition> partitions =
          Places.partitions(config.topic(), consumer.partitionsFor(config.topic()));
      Map<TopicPartition, Long> owed = new HashMap<>(Places.stored(consumer, partitions, PATIENCE));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      owed.entrySet()
          .removeIf(stored -> stored.getValue() >= ends.getOrDefault(stored.getKey(), 0L));
      consumer.assign(owed.keySet());
      owed.forEach(consumer::seek);
      return firstSecond(consumer, ends);
    }
  }

  private static long firstSecond(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    long first = Long.MAX_VALUE;
    Set<TopicPartition> unread = new HashSet<>(consumer.assignment());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!unread.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException("the first records that are not stored yet did not come");
      }
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      for (TopicPartition partition : List.copyOf(unread)) {
        long second = firstSecond(records.records(partition));
        first = Math.min(first, second);
        if (second < Long.MAX_VALUE
            || consumer.position(partition) >= ends.getOrDefault(partition, 0L)) {
          unread.remove(partition);
          consumer.pause(Set.of(partition));
        }
      }
    }
    return first;
  }

  private static long firstSecond(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .flatMap(record -> TickerRecord.read(record).taken().stream())
        .mapToLong(Ticker::time)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
