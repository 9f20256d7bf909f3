package ratecast.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.kafka.Absences.Use;
import ratecast.market.Point;
import ratecast.market.PointSink;
import ratecast.market.Tick;

/**
 * Sends points to the topic, in order, each once, for as long as it takes. What the brokers have
 * not acknowledged stays here, {@value #MOST_OUTGOING} points at most (half an hour of 105 assets,
 * some 40 MB); past that new ones are refused and counted, and nothing that was taken is given up.
 * Any thread; nobody waits for a broker.
 */
public final class TopicWriter implements PointSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicWriter.class);
  private static final int MOST_OUTGOING = 200_000;

  /**
   * How much of the room pushes may take: what is pushed again while brokers are away is a copy.
   */
  private static final int PUSHED_SHARE = 10;

  private static final long LOOK_SECONDS = 1;
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long GOODBYE_SECONDS = 5;

  private final KafkaConfig config;
  private final BlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger outgoing = new AtomicInteger();
  private final AtomicInteger pushed = new AtomicInteger();
  private final int most;
  private final Counter refused;
  private final Timer acknowledged;
  private final Absences absences;
  private final Absence absence;
  private final Thread thread = new Thread(this::run, "kafka-out");
  private volatile long lastWordNanos = System.nanoTime();
  private volatile boolean ending;
  private volatile @Nullable KafkaProducer<byte[], byte[]> producer;

  /** A point on its way, with those that came with it. */
  private record Outgoing(Point point, AtomicInteger left, CompletableFuture<Void> all) {}

  public TopicWriter(KafkaConfig config, Absences absences, MeterRegistry meters) {
    this(config, absences, meters, MOST_OUTGOING);
  }

  TopicWriter(KafkaConfig config, Absences absences, MeterRegistry meters, int most) {
    this.config = config;
    this.most = most;
    this.absences = absences;
    absence = absences.of(Use.OUTGOING, LOG, "Sending to the topic");
    Gauge.builder("ratecast.kafka.outgoing", outgoing, AtomicInteger::get)
        .description("points on their way to the broker")
        .baseUnit("points")
        .register(meters);
    refused =
        Counter.builder("ratecast.kafka.outgoing.refused")
            .description("points not taken, because too many wait for the broker")
            .baseUnit("points")
            .register(meters);
    acknowledged = meters.timer("ratecast.kafka.acknowledged");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void accept(Tick tick) {
    var unused = send(tick.points());
  }

  @Override
  public Optional<String> heldUp() {
    return absences.holdUpPoints()
        ? Optional.of("no points come by the topic: Kafka is away")
        : Optional.empty();
  }

  /**
   * Takes all of the points or none.
   *
   * @return completes when the brokers have them all; has failed with a {@link
   *     RejectedExecutionException} where too many wait already
   */
  public CompletionStage<Void> send(List<Point> points) {
    if (points.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    if (ending || outgoing.addAndGet(points.size()) > most) {
      outgoing.addAndGet(ending ? 0 : -points.size());
      refused.increment(points.size());
      return CompletableFuture.failedFuture(
          new RejectedExecutionException(most + " points wait for Kafka already"));
    }
    AtomicInteger left = new AtomicInteger(points.size());
    CompletableFuture<Void> all = new CompletableFuture<>();
    Timer.Sample sample = Timer.start();
    points.forEach(point -> queue.add(new Outgoing(point, left, all)));
    return all.thenRun(() -> sample.stop(acknowledged));
  }

  /**
   * As {@link #send}, for points that are sent again where this fails: all of these together may
   * have a tenth of the room, and the rest is the feeds'.
   */
  public CompletionStage<Void> push(List<Point> points) {
    int size = points.size();
    if (pushed.addAndGet(size) > most / PUSHED_SHARE) {
      pushed.addAndGet(-size);
      return CompletableFuture.failedFuture(
          new RejectedExecutionException(most / PUSHED_SHARE + " pushed points wait already"));
    }
    return send(points).whenComplete((sent, failure) -> pushed.addAndGet(-size));
  }

  /** How many points were taken and not acknowledged yet. */
  int outgoing() {
    return outgoing.get();
  }

  private void run() {
    try {
      Optional<KafkaProducer<byte[], byte[]>> made = connect();
      producer = made.orElse(null);
      if (made.isPresent()) {
        run(made.get());
      }
    } catch (InterruptedException e) {
      LOG.debug("Sending interrupted", e);
    }
  }

  /** The library makes no producer while no broker's name can be resolved. */
  private Optional<KafkaProducer<byte[], byte[]>> connect() throws InterruptedException {
    while (!ending) {
      try {
        return Optional.of(Clients.producer(config));
      } catch (KafkaException e) {
        LOG.debug("No producer yet", e);
        absence.begin(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
        TimeUnit.SECONDS.sleep(LOOK_SECONDS);
      }
    }
    return Optional.empty();
  }

  private void run(KafkaProducer<byte[], byte[]> to) throws InterruptedException {
    while (!ending || !queue.isEmpty()) {
      Outgoing next = queue.poll(LOOK_SECONDS, TimeUnit.SECONDS);
      if (next != null) {
        send(next, to);
      }
      watch();
    }
  }

  /** Hands it to the producer, again and again where that has no room or knows no broker. */
  private void send(Outgoing next, KafkaProducer<byte[], byte[]> to) {
    ProducerRecord<byte[], byte[]> record = record(next.point());
    boolean taken = false;
    while (!taken && !Thread.currentThread().isInterrupted()) {
      boolean[] settledHere = new boolean[1];
      Thread caller = Thread.currentThread();
      var unused =
          to.send(
              record,
              (metadata, failure) -> {
                if (failure != null && Thread.currentThread() == caller) {
                  settledHere[0] = true;
                  absence.begin(String.valueOf(failure.getMessage()));
                } else {
                  settle(next, failure);
                }
              });
      taken = !settledHere[0];
    }
  }

  private void settle(Outgoing sent, @Nullable Exception failure) {
    lastWordNanos = System.nanoTime();
    if (failure == null) {
      absence.end();
      outgoing.decrementAndGet();
      if (sent.left().decrementAndGet() == 0) {
        sent.all().complete(null);
      }
    } else if (!ending) {
      if (!(failure instanceof RetriableException)) {
        LOG.debug("The broker did not take a record; it is sent again", failure);
      }
      absence.begin(String.valueOf(failure.getMessage()));
      queue.add(sent);
    }
  }

  private void watch() {
    if (outgoing.get() == 0) {
      absence.end(); // of a name that is known by now: nothing was sent that could say so
      lastWordNanos = System.nanoTime();
    } else if (System.nanoTime() - lastWordNanos > SILENCE_NANOS) {
      absence.begin("nothing acknowledged for 5 s");
    }
  }

  private ProducerRecord<byte[], byte[]> record(Point point) {
    String name = point.asset().name();
    return new ProducerRecord<>(
        config.topic(),
        name.getBytes(StandardCharsets.US_ASCII),
        TickerJson.encode(new Ticker(name, point.time(), point.value())));
  }

  /**
   * Sends what is here, waits for it 5 s at most, and ends; what is left then is lost, and said.
   */
  @Override
  public void close() {
    if (ending) {
      return;
    }
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(GOODBYE_SECONDS));
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    KafkaProducer<byte[], byte[]> made = producer;
    if (made != null) {
      made.close(Duration.ofSeconds(GOODBYE_SECONDS));
    }
    if (outgoing.get() > 0) {
      LOG.error("Kafka is away at shutdown; {} points are lost", outgoing.get());
    }
  }
}
