package ratecast.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.kafka.Absences.Use;
import ratecast.market.Point;

/**
 * Reads all of the topic for this node's tapes: every node reads every partition, without a group.
 * Begins where the store ends and remembers its place itself, so that it goes on there whatever the
 * brokers do. Rows that are no points are passed over; the storing group keeps them.
 */
public final class TopicReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long NEWS_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final long GOODBYE_SECONDS = 5;

  /** Points of new names that may wait for their registration; a minute of 166 such names. */
  private static final int MOST_WAITING = 10_000;

  private final KafkaConfig config;
  private final NewNames names;
  private final NodeTapes tapes;
  private final InstantSource clock;
  private final KafkaMeters meters;
  private final Absence absence;
  private final CompletableFuture<Void> warm = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "kafka-in");
  private final Map<TopicPartition, Long> places = new HashMap<>();
  private long lastNewsNanos = System.nanoTime();
  private long lastLookNanos = System.nanoTime();
  private volatile boolean ending;

  /** The lines this node shows. */
  public interface NodeTapes {
    /** How far windows reach back. */
    long windowSeconds();

    /** Appends everything the store has and they do not. Blocks; throws where it is away. */
    void fillFromStore();

    /** Takes points in the order of the topic; where too many wait this waits too. */
    void append(List<Point> points);
  }

  public TopicReader(
      KafkaConfig config,
      AssetNaming naming,
      NodeTapes tapes,
      InstantSource clock,
      Absences absences,
      MeterRegistry registry) {
    this.config = config;
    this.tapes = tapes;
    this.clock = clock;
    absence = absences.of(Use.TAPES, LOG, "Reading the topic");
    meters = new KafkaMeters(registry, "tapes");
    names = new NewNames(naming, MOST_WAITING, refused -> {}, tooMany -> meters.unnamed());
    thread.setDaemon(true);
  }

  /**
   * Begins, once. Does not block.
   *
   * @return completes when everything is on the tapes that was in the topic at first
   */
  public CompletionStage<Void> start() {
    thread.start();
    return warm.copy();
  }

  private void run() {
    while (!ending) {
      try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(config)) {
        begin(consumer);
        read(consumer);
      } catch (WakeupException | InterruptException e) {
        LOG.debug("Reading was woken", e);
      } catch (KafkaException away) {
        absence.begin(String.valueOf(away.getMessage()));
        pause();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error bug) { // of whatever kind: the thread is the only one
        LOG.error("Reading the topic begins again after a bug", bug);
        pause();
      }
    }
  }

  private void begin(KafkaConsumer<byte[], byte[]> consumer) throws InterruptedException {
    if (places.isEmpty()) {
      Topics.prepare(config);
      absence.end();
      long windowStart = clock.instant().getEpochSecond() - tapes.windowSeconds();
      Map<TopicPartition, Long> found =
          new Places(consumer, config.topic()).find(TimeUnit.SECONDS.toMillis(windowStart));
      while (!ending && !isFilled()) {
        pause();
      }
      places.putAll(found);
    }
    consumer.assign(places.keySet());
    places.forEach(consumer::seek);
  }

  private boolean isFilled() {
    try {
      tapes.fillFromStore();
      return true;
    } catch (RuntimeException away) {
      LOG.debug("Reading the topic begins when the store has answered", away);
      return false;
    }
  }

  private void read(KafkaConsumer<byte[], byte[]> consumer) {
    Places partitions = new Places(consumer, config.topic());
    Map<TopicPartition, Long> ends = warm.isDone() ? Map.of() : partitions.ends();
    while (!ending) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      take(records);
      if (!records.isEmpty()) {
        absence.end();
        records.partitions().forEach(p -> places.put(p, consumer.position(p)));
      }
      meters.lag(consumer);
      if (!warm.isDone() && hasReached(consumer, ends)) {
        warm.complete(null);
      }
      if (System.nanoTime() - lastNewsNanos > NEWS_NANOS) {
        lastNewsNanos = System.nanoTime();
        partitions.assignNew();
      }
      if (System.nanoTime() - lastLookNanos > LOOK_NANOS) {
        look(consumer);
        lastLookNanos = System.nanoTime();
      }
    }
  }

  /** To a poll brokers that are away are like a quiet topic: nothing comes. */
  private void look(KafkaConsumer<?, ?> consumer) {
    try {
      consumer.endOffsets(consumer.assignment(), ANSWER);
      absence.end();
    } catch (RetriableException away) {
      absence.begin(String.valueOf(away.getMessage()));
    }
  }

  private static boolean hasReached(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private void take(ConsumerRecords<byte[], byte[]> records) {
    List<Point> points = new ArrayList<>(records.count());
    names.settle(points);
    for (ConsumerRecord<byte[], byte[]> record : records) {
      TickerRecord.read(record).taken().forEach(ticker -> names.take(ticker, points));
    }
    meters.read(records.count());
    if (!points.isEmpty()) {
      tapes.append(points);
    }
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until what is being read is on the tapes, 5 s at most; may be called again. */
  @Override
  public void close() {
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
