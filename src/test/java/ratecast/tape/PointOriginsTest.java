package ratecast.tape;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.market.Quote;
import ratecast.market.Tick;
import ratecast.support.ManualClock;

class PointOriginsTest {
  private static final long T = 1_455_883_484L;
  private static final int WINDOW = 300;
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final Asset USDJPY = new Asset(2, "USDJPY");

  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(T));
  private final TapeConfig config = new TapeConfig(Duration.ofSeconds(WINDOW));
  private final Tapes tapes = new Tapes(config, new SimpleMeterRegistry());
  private final PointOrigins origins = new PointOrigins(config, clock);

  @Test
  void aPointIsExplainedByItsQuoteAndItsTick() {
    Quote quote = new Quote("EURUSD", new BigDecimal("1.11035"), new BigDecimal("1.11061"));
    List<Point> points = List.of(new Point(EURUSD, T, 1.11048), new Point(USDJPY, T, 113));
    Instant receivedAt = clock.instant().plusMillis(3);
    Tick tick = new Tick("emcont", receivedAt, Optional.empty(), points, Map.of(EURUSD, quote));

    Arrival arrival = origins.note(tick);
    tapes.append(points);

    assertThat(origin(EURUSD, T))
        .contains(
            new PointOrigin("emcont", Optional.of(receivedAt), Optional.empty(), bid(1.11035)));
    assertThat(origin(USDJPY, T).orElseThrow().bid()).isEmpty();
    arrival.written(receivedAt.plusMillis(5));
    assertThat(origin(USDJPY, T).orElseThrow().writtenAt()).contains(receivedAt.plusMillis(5));
  }

  @Test
  void whoWasFirstInASecondIsItsOrigin() {
    bring("walk", T);
    bring("push", T);

    assertThat(origin(EURUSD, T).orElseThrow().feed()).isEqualTo("walk");
  }

  @Test
  void pointsOfOneTickThatAreWrittenLateAreWrittenEachInItsTurn() {
    bring("walk", T);
    List<Point> both = List.of(new Point(EURUSD, T + 1, 1), new Point(USDJPY, T + 1, 1));
    origins.note(Tick.of("walk", clock.instant(), both));
    tapes.append(both);

    clock.advance(Duration.ofMinutes(1));
    origins.written(both.subList(0, 1));

    assertThat(origin(EURUSD, T + 1).orElseThrow().writtenAt()).contains(clock.instant());
    assertThat(origin(USDJPY, T + 1).orElseThrow().writtenAt()).isEmpty();
    assertThat(origin(EURUSD, T).orElseThrow().writtenAt()).isEmpty();
  }

  @Test
  void aPointThatNobodyNotedWasReadFromTheStore() {
    tapes.append(List.of(new Point(EURUSD, T, 1)));

    assertThat(origin(EURUSD, T)).contains(PointOrigin.UNKNOWN);
    assertThat(origin(EURUSD, T + 1)).isEmpty();
  }

  /** In random order, over many windows, some of them without an origin, against a plain map. */
  @Test
  void everyPointOfTheWindowIsKnownAndNoneIsTakenForAnother() {
    Random random = new Random(20_160_219);
    List<Long> times = new ArrayList<>();
    Map<Long, String> feeds = new HashMap<>();
    long now = T;
    for (int i = 0; i < 5_000; i++) {
      now += random.nextInt(20) == 0 ? random.nextInt(2 * WINDOW) : random.nextInt(2);
      long time = now - (random.nextInt(5) == 0 ? random.nextInt(WINDOW) : 0);
      if (random.nextInt(10) == 0) {
        tapes.append(List.of(new Point(EURUSD, time, 1)));
      } else {
        bring("feed-" + time, time);
        feeds.put(time, "feed-" + time);
      }
      times.add(time);
      long last = tapes.tape(EURUSD).window().lastTime();
      for (int look = 0; look < 20; look++) {
        long wanted = times.get(times.size() - 1 - random.nextInt(Math.min(times.size(), 400)));
        if (wanted > last - WINDOW) {
          assertThat(origin(EURUSD, wanted).orElseThrow().feed())
              .isEqualTo(feeds.getOrDefault(wanted, PointOrigin.UNKNOWN.feed()));
        }
      }
    }
  }

  private void bring(String feed, long time) {
    List<Point> points = List.of(new Point(EURUSD, time, 1));
    origins.note(Tick.of(feed, clock.instant(), points));
    tapes.append(points);
  }

  private Optional<PointOrigin> origin(Asset asset, long time) {
    return origins.find(tapes.tape(asset), time).map(PointOrigins.Explained::origin);
  }

  private static OptionalDouble bid(double value) {
    return OptionalDouble.of(value);
  }
}
