package ratecast.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** All that a topic holds, read by a consumer of the test's own. */
public final class TopicContent {
  private TopicContent() {}

  /** The values of all records. */
  public static List<String> texts(String bootstrapServers, String topic) {
    List<String> texts = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringDeserializer(),
            new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          texts.add(record.value());
        }
      }
    }
    return texts;
  }

  /** The points of single records, by name, in rising time; the first of a second counts. */
  public static Map<String, List<Watcher.Seen>> read(String bootstrapServers, String topic) {
    Map<String, SortedMap<Long, Double>> lines = new TreeMap<>();
    for (String text : texts(bootstrapServers, topic)) {
      if (text.startsWith("{")) {
        Map<String, Object> row = Json.object(text);
        lines
            .computeIfAbsent(String.valueOf(row.get("name")), name -> new TreeMap<>())
            .putIfAbsent(Json.number(row, "time"), value(row));
      }
    }
    return lines.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                line ->
                    line.getValue().entrySet().stream()
                        .map(point -> new Watcher.Seen(point.getKey(), point.getValue()))
                        .toList()));
  }

  private static double value(Map<String, Object> row) {
    return ((Number) Objects.requireNonNull(row.get("value"))).doubleValue();
  }
}
