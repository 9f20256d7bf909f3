package ratecast.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.intake.Intake;
import ratecast.kafka.Absences.Use;
import ratecast.market.Point;

/**
 * Stores what is in the topic, sharing the partitions with all nodes as one group: a batch is
 * written, then its place committed, so nothing is passed over whoever dies when, and what is
 * written again changes nothing. While the store is away it stays in the group and waits.
 */
public final class TopicStorer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicStorer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration KEEP_ALIVE = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long ASK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final Duration WRITE = Duration.ofSeconds(10);
  private static final long GOODBYE_SECONDS = 12;

  private final KafkaConfig config;
  private final AssetNaming naming;
  private final Unstored unstored;
  private final BatchWriting writing;
  private final KafkaMeters meters;
  private final Absence absence;
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final Thread thread = new Thread(this::run, "kafka-store");
  private final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
  private long nextAskNanos = System.nanoTime();
  private boolean busy;
  private volatile boolean ending;

  public TopicStorer(
      KafkaConfig config,
      AssetNaming naming,
      PointKeeper keeper,
      Absences absences,
      MeterRegistry registry) {
    this(config, naming, keeper, absences, registry, WRITE);
  }

  TopicStorer(
      KafkaConfig config,
      AssetNaming naming,
      PointKeeper keeper,
      Absences absences,
      MeterRegistry registry,
      Duration patience) {
    this.config = config;
    this.naming = naming;
    unstored = new Unstored(config, keeper);
    writing = new BatchWriting(keeper, unstored, patience);
    absence = absences.of(Use.STORE, LOG, "Storing the topic");
    meters = new KafkaMeters(registry, "store");
    thread.setDaemon(true);
  }

  /**
   * Begins, once. Does not block.
   *
   * @return completes when {@link PointKeeper} knows whether the store lacks points of the topic
   */
  public CompletionStage<Void> start() {
    thread.start();
    return asked.copy();
  }

  private void run() {
    while (!ending) {
      try (KafkaConsumer<byte[], byte[]> consumer = Clients.consumer(config);
          RejectedTopic rejected = new RejectedTopic(config)) {
        Topics.prepare(config);
        absence.end();
        consumer.subscribe(List.of(config.topic()), pausedWhileBusy(consumer));
        while (!ending) {
          store(consumer, rejected);
        }
      } catch (InterruptException | InterruptedException e) {
        LOG.debug("Storing was interrupted", e);
      } catch (KafkaException away) {
        absence.begin(String.valueOf(away.getMessage()));
        pause();
      } catch (RuntimeException | Error bug) { // of whatever kind: the thread is the only one
        LOG.error("Storing the topic begins again after a bug", bug);
        pause();
      }
      busy = false;
      committed.clear();
    }
  }

  /**
   * Finds out once what the store lacks of the topic as this node starts. Until the brokers say it
   * the node serves what the store has, and storing goes on.
   */
  private void askUntilKnown() {
    if (asked.isDone() || System.nanoTime() - nextAskNanos < 0) {
      return;
    }
    try {
      unstored.found(Arrears.firstSecond(config));
      asked.complete(null);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException away) {
      LOG.debug("The brokers do not say what is to be stored yet", away);
      nextAskNanos = System.nanoTime() + ASK_AGAIN_NANOS;
    }
  }

  private void store(KafkaConsumer<byte[], byte[]> consumer, RejectedTopic rejected)
      throws InterruptedException {
    askUntilKnown();
    unstored.look(consumer);
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    if (records.isEmpty()) {
      commitMarkers(consumer);
      return;
    }
    absence.end();
    busy = true;
    consumer.pause(consumer.assignment());
    writing.begin(points(consumer, records, rejected));
    while (!ending && !writing.goOn()) {
      consumer.poll(writing.isAway() ? KEEP_ALIVE : Duration.ZERO);
    }
    rejected.flush();
    while (!ending && !isCommitted(consumer, places(consumer, records))) {
      unstored.notice();
      consumer.poll(KEEP_ALIVE);
    }
    busy = false;
    meters.read(records.count());
    consumer.resume(consumer.assignment());
    meters.lag(consumer);
  }

  private List<Point> points(
      KafkaConsumer<byte[], byte[]> consumer,
      ConsumerRecords<byte[], byte[]> records,
      RejectedTopic rejected) {
    NewNames names =
        new NewNames(
            naming,
            Integer.MAX_VALUE, // a batch is bounded
            ticker -> {
              meters.rejected("not-registered", 1);
              rejected.add(ticker, "not-registered");
            },
            ticker -> {});
    List<Point> points = new ArrayList<>(records.count());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Intake<Ticker> rows = TickerRecord.read(record);
      rows.taken().forEach(ticker -> names.take(ticker, points));
      if (!rows.rejections().isEmpty()) {
        rows.rejections().forEach(rejection -> meters.rejected(rejection.reason(), 1));
        rejected.add(record, rows.rejections());
      }
    }
    while (names.isWaiting() && !ending) {
      unstored.notice();
      consumer.poll(Duration.ofMillis(20));
      names.settle(points);
    }
    return points;
  }

  /**
   * What was polled is stored and committed, but for a transaction's marker, which is no record: as
   * the last of a quiet partition it would be owed for ever. Asks the brokers only where there is
   * one, or a partition is new here.
   */
  private void commitMarkers(KafkaConsumer<byte[], byte[]> consumer) {
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    try {
      for (TopicPartition partition : consumer.assignment()) {
        places.put(partition, new OffsetAndMetadata(consumer.position(partition)));
      }
    } catch (RetriableException away) {
      LOG.debug("The brokers do not say where a partition is read from", away);
      return;
    }
    if (!committed.equals(places) && isCommitted(consumer, places)) {
      committed.keySet().retainAll(places.keySet());
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> places(
      KafkaConsumer<byte[], byte[]> consumer, ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      if (consumer.assignment().contains(partition)) {
        List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
        places.put(partition, new OffsetAndMetadata(read.get(read.size() - 1).offset() + 1));
      }
    }
    return places;
  }

  private boolean isCommitted(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, OffsetAndMetadata> places) {
    try {
      consumer.commitSync(places);
      committed.putAll(places);
      absence.end();
    } catch (CommitFailedException | RebalanceInProgressException e) {
      LOG.debug("Others have these partitions now and write them again", e);
    } catch (RetriableException away) {
      absence.begin(String.valueOf(away.getMessage()));
      return false;
    }
    return true;
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends after the batch that is being written, and leaves the group; may be called again. */
  @Override
  public void close() {
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Partitions that come while a batch is being written must not bring records yet. */
  private ConsumerRebalanceListener pausedWhileBusy(KafkaConsumer<byte[], byte[]> consumer) {
    return new ConsumerRebalanceListener() {
      @Override
      public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

      @Override
      public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (busy) {
          consumer.pause(partitions);
        }
      }
    };
  }
}
