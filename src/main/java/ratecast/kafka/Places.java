package ratecast.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Where a node begins to read each partition: behind what the storing group has committed, which
 * the store then has, but not before the windows begin.
 */
final class Places {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  Places(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.topic = topic;
  }

  /**
   * Offsets by partition. Blocks for the brokers' answers. What the store had when this was asked
   * reaches at least this far, so the windows are to be filled afterwards.
   *
   * @param sinceMillis when the windows begin, by the brokers' timestamps
   */
  Map<TopicPartition, Long> find(long sinceMillis) {
    Set<TopicPartition> partitions = partitions();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, OffsetAndTimestamp> recent =
        consumer.offsetsForTimes(
            partitions.stream().collect(Collectors.toMap(p -> p, p -> sinceMillis)));
    Map<TopicPartition, Long> places = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = recent.get(partition);
      OffsetAndMetadata stored = committed.get(partition);
      long windowStart = first == null ? ends.getOrDefault(partition, 0L) : first.offset();
      places.put(partition, Math.max(windowStart, stored == null ? 0 : stored.offset()));
    }
    return places;
  }

  /**
   * How far the group has stored each of these; what the topic has let go of, nobody can store any
   * more. Blocks for the brokers' answers.
   */
  static Map<TopicPartition, Long> stored(
      KafkaConsumer<?, ?> consumer, Set<TopicPartition> partitions, Duration patience) {
    Map<TopicPartition, Long> stored =
        new HashMap<>(consumer.beginningOffsets(partitions, patience));
    consumer.committed(partitions, patience).entrySet().stream()
        .filter(committed -> committed.getValue() != null)
        .forEach(
            committed ->
                stored.merge(committed.getKey(), committed.getValue().offset(), Math::max));
    return stored;
  }

  /** The end of each partition as it is now. */
  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(consumer.assignment());
  }

  /** Partitions that were added since; they are read from their beginning. */
  boolean assignNew() {
    Set<TopicPartition> now = partitions();
    Set<TopicPartition> added = new HashSet<>(now);
    added.removeAll(consumer.assignment());
    if (added.isEmpty()) {
      return false;
    }
    consumer.assign(now);
    consumer.seekToBeginning(added);
    return true;
  }

  private Set<TopicPartition> partitions() {
    return partitions(topic, consumer.partitionsFor(topic));
  }

  /** What the brokers said of a topic; fails where they do not know it. */
  static Set<TopicPartition> partitions(String topic, @Nullable List<PartitionInfo> known) {
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException("no topic " + topic);
    }
    return known.stream()
        .map(info -> new TopicPartition(topic, info.partition()))
        .collect(Collectors.toSet());
  }
}
