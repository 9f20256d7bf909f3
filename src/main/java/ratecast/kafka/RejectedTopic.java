package ratecast.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import ratecast.intake.Rejection;

/**
 * Keeps records of which not every row was a point, whole and as they came, in {@code
 * <topic>.rejected}; the header "reasons" says what was wrong with them, "from" where they stood.
 * Of one that is too large for a record with these headers they alone are kept. For one thread.
 */
final class RejectedTopic implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<ProducerRecord<byte[], byte[]>> waiting = new ArrayList<>();

  RejectedTopic(KafkaConfig config) {
    topic = config.rejectedTopic();
    producer = Clients.producer(config);
  }

  void add(ConsumerRecord<byte[], byte[]> record, List<Rejection> rejections) {
    String reasons =
        rejections.stream().map(Rejection::reason).distinct().collect(Collectors.joining(","));
    ProducerRecord<byte[], byte[]> kept = new ProducerRecord<>(topic, record.key(), record.value());
    kept.headers().add("reasons", reasons.getBytes(StandardCharsets.US_ASCII));
    String from = record.topic() + "-" + record.partition() + "@" + record.offset();
    kept.headers().add("from", from.getBytes(StandardCharsets.UTF_8));
    waiting.add(kept);
  }

  /** Keeps a row whose name nobody takes. */
  void add(Ticker ticker, String reason) {
    ProducerRecord<byte[], byte[]> kept =
        new ProducerRecord<>(
            topic, ticker.name().getBytes(StandardCharsets.US_ASCII), TickerJson.encode(ticker));
    kept.headers().add("reasons", reason.getBytes(StandardCharsets.US_ASCII));
    waiting.add(kept);
  }

  /**
   * Blocks until the brokers have what was added.
   *
   * @throws KafkaException where they do not take it
   */
  void flush() throws InterruptedException {
    List<Future<RecordMetadata>> sent = waiting.stream().map(producer::send).toList();
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof RecordTooLargeException)) {
          throw new KafkaException(e.getCause());
        }
        keepHeaders(waiting.get(i));
      }
    }
    waiting.clear();
  }

  /** It would be too large at each attempt, and its partition would stand still. */
  private void keepHeaders(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
    ProducerRecord<byte[], byte[]> bare = new ProducerRecord<>(topic, NOTHING);
    record.headers().forEach(bare.headers()::add);
    try {
      producer.send(bare).get();
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(1));
  }
}
