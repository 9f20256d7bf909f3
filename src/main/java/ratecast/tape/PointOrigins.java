package ratecast.tape;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import ratecast.market.Asset;
import ratecast.market.LateWrites;
import ratecast.market.Point;
import ratecast.market.Quote;
import ratecast.market.Tick;

/**
 * Explains points: whence each of those in the windows came, and when the store had it. Kept in
 * memory for as long as the windows reach, and nowhere else. Any thread.
 */
@Singleton
public final class PointOrigins implements LateWrites {
  private final Map<Integer, OriginLine> lines = new ConcurrentHashMap<>();
  private final long windowSeconds;
  private final InstantSource clock;

  public PointOrigins(TapeConfig config, InstantSource clock) {
    this.windowSeconds = config.window().toSeconds();
    this.clock = clock;
  }

  /**
   * Notes the points of a tick; of an asset and second the first that was noted stays.
   *
   * @return to be told when the store has them
   */
  public Arrival note(Tick tick) {
    Arrival arrival = Arrival.of(tick);
    for (Point point : tick.points()) {
      Quote quote = tick.quotes().get(point.asset());
      line(point.asset())
          .note(point.time(), arrival, quote == null ? Double.NaN : quote.bid().doubleValue());
    }
    return arrival;
  }

  private OriginLine line(Asset asset) {
    OriginLine line = lines.get(asset.id());
    return line == null
        ? lines.computeIfAbsent(asset.id(), id -> new OriginLine(windowSeconds))
        : line;
  }

  @Override
  public void written(List<Point> points) {
    Instant now = clock.instant();
    Map<Arrival, Arrival> late = new HashMap<>(); // still one for what came together
    for (Point point : points) {
      line(point.asset())
          .change(point.time(), known -> late.computeIfAbsent(known, tick -> tick.late(now)));
    }
  }

  /** Whence a point of the tape came; empty where its window has none of this second. */
  public Optional<Explained> find(Tape tape, long time) {
    Slice slice = tape.window().slice(time - 1, time);
    if (slice.isEmpty()) {
      return Optional.empty();
    }
    double[] value = new double[1];
    slice.forEach((at, found) -> value[0] = found);
    PointOrigin origin = line(tape.asset()).find(time).orElse(PointOrigin.UNKNOWN);
    return Optional.of(new Explained(new Point(tape.asset(), time, value[0]), origin));
  }

  /** A point with its origin. */
  public record Explained(Point point, PointOrigin origin) {}
}
