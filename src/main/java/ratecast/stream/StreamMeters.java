package ratecast.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.BaseUnits;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * What the socket counts. Counted for a whole cohort at a time, so that a delivery costs nothing
 * here.
 */
@Singleton
final class StreamMeters {
  private static final String CLOSES = "ratecast.stream.closes";

  private final MeterRegistry registry;
  private final AtomicInteger sessions;
  private final AtomicInteger replays;
  private final Counter points;
  private final Counter deliveries;
  private final Counter bytes;
  private final Counter conflated;
  private final Counter histories;
  private final Counter lateForCandle;

  StreamMeters(MeterRegistry registry) {
    this.registry = registry;
    sessions = registry.gauge("ratecast.stream.sessions", new AtomicInteger());
    replays = registry.gauge("ratecast.stream.replays", new AtomicInteger());
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
    registry.counter(CLOSES, "code", Integer.toString(code.code())).increment();
  }

  /**
   * Counts an upgrade or a request that was turned away.
   *
   * @param reason a constant in lower case with dashes
   */
  void refused(String reason) {
    registry.counter("ratecast.stream.refused", List.of(Tag.of("reason", reason))).increment();
  }
}
