package ratecast.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the socket counts. Counted for a whole cohort at a time, so that a delivery costs nothing
 * here.
 */
@Singleton
final class StreamMeters {
  private static final String CLOSES = "ratecast.stream.closes";

  /** What upgrades and requests are turned away for. */
  private static final List<String> REFUSALS =
      List.of(
          "address",
          "full",
          "invalid-request",
          "key",
          "malformed",
          "management-port",
          "origin",
          "rate",
          "replays",
          "store-away",
          "store-reads",
          "version");

  private final MeterRegistry registry;
  private final AtomicInteger sessions;
  private final AtomicInteger replays;
  private final AtomicInteger subscriptions;
  private final Counter points;
  private final Counter deliveries;
  private final Counter bytes;
  private final Counter conflated;
  private final Counter histories;
  private final Counter lateForCandle;
  private final Timer seam;

  StreamMeters(MeterRegistry registry) {
    this.registry = registry;
    sessions = registry.gauge("ratecast.stream.sessions", new AtomicInteger());
    replays = registry.gauge("ratecast.stream.replays", new AtomicInteger());
    subscriptions = registry.gauge("ratecast.stream.subscriptions", new AtomicInteger());
    seam =
        Timer.builder("ratecast.stream.seam")
            .description("from a subscription to the join of its history and its live points")
            .register(registry);
    points =
        counter(
            "ratecast.stream.points",
            "points and candles sent, counted for each session",
            "points");
    deliveries =
        counter("ratecast.stream.deliveries", "writes to sessions with points in them", "writes");
    bytes = counter("ratecast.stream.sent", "bytes of points sent", BaseUnits.BYTES);
    conflated =
        counter("ratecast.stream.conflated", "points merged away for slow clients", "points");
    histories = counter("ratecast.stream.histories", "histories given", "histories");
    // From the start, so that the first of a kind is a rise and not a beginning.
    for (CloseCode code : CloseCode.values()) {
      closes(code);
    }
    REFUSALS.forEach(this::refusals);
    lateForCandle =
        counter(
            "ratecast.stream.candles.late",
            "points not in their live candle: the clock had closed it",
            "points");
  }

  private Counter counter(String name, String description, String unit) {
    return Counter.builder(name).description(description).baseUnit(unit).register(registry);
  }

  /** Has this asked for what waits for clients whose own kernel has no room. */
  void waiting(Supplier<Number> bytesWaiting) {
    Gauge.builder("ratecast.stream.waiting", bytesWaiting)
        .description("bytes queued for clients that do not read")
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }

  AtomicInteger sessions() {
    return sessions;
  }

  AtomicInteger replays() {
    return replays;
  }

  /** So many lines more are delivered to a session, or fewer. */
  void subscribed(int more) {
    if (more != 0) {
      subscriptions.addAndGet(more);
    }
  }

  /** A history was handed out and its line joined, that was asked for at this moment. */
  void joined(long sinceNanos) {
    seam.record(System.nanoTime() - sinceNanos, TimeUnit.NANOSECONDS);
  }

  void delivered(int toSessions, int pointCount, int byteCount) {
    deliveries.increment(toSessions);
    points.increment((double) toSessions * pointCount);
    bytes.increment((double) toSessions * byteCount);
  }

  void conflated(int count) {
    conflated.increment(count);
  }

  void lateForCandle() {
    lateForCandle.increment();
  }

  void history() {
    histories.increment();
  }

  void closed(CloseCode code) {
    closes(code).increment();
  }

  private Counter closes(CloseCode code) {
    return registry.counter(CLOSES, "code", Integer.toString(code.code()));
  }

  /**
   * Counts an upgrade or a request that was turned away.
   *
   * @param reason a constant in lower case with dashes
   */
  void refused(String reason) {
    refusals(reason).increment();
  }

  private Counter refusals(String reason) {
    return registry.counter("ratecast.stream.refused", "reason", reason);
  }
}
