package ratecast.tape;

import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import ratecast.market.Asset;
import ratecast.market.LastValues;
import ratecast.market.Point;
import ratecast.wire.PointJson;

/**
 * The tapes of all assets. One thread appends (the pipeline's); any thread finds a tape and reads
 * its window.
 */
@Singleton
public final class Tapes implements LastValues {
  private final long windowSeconds;
  private final Map<Integer, Tape> byAsset = new ConcurrentHashMap<>();
  private final Map<Integer, Double> olderValues = new ConcurrentHashMap<>();
  private final Counter late;
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private int ordinals;
  private volatile long newestTime = Long.MIN_VALUE;

  public Tapes(TapeConfig config, MeterRegistry meters) {
    windowSeconds = config.window().toSeconds();
    late =
        Counter.builder("ratecast.tape.late")
            .description("points not shown live: not newer than their asset's last one")
            .register(meters);
    meters.gauge("ratecast.tape.assets", byAsset, Map::size);
  }

  public long windowSeconds() {
    return windowSeconds;
  }

  /** The tape of the asset, made empty where there was none. Any thread. */
  public Tape tape(Asset asset) {
    Tape tape = byAsset.get(asset.id());
    return tape == null ? make(asset) : tape;
  }

  private synchronized Tape make(Asset asset) {
    return byAsset.computeIfAbsent(
        asset.id(),
        id -> {
          PointJson json = new PointJson(asset);
          return new Tape(asset, ordinals++, json, new Window(json, windowSeconds));
        });
  }

  public Optional<Tape> find(int assetId) {
    return Optional.ofNullable(byAsset.get(assetId));
  }

  /**
   * Adds points to the windows of their assets, encoded once for everyone who reads them. One that
   * is not newer than its asset's last is counted as late: it takes its place in the window, and
   * whoever reads on from the last point never sees it. Only for the one writing thread.
   */
  public void append(List<Point> points) {
    late.increment(put(points));
  }

  /**
   * Takes points that the store was given beside those that come live: one that is newer than its
   * asset's last is shown where it is of this moment, and passed over by its window where it is
   * not. Only for the one writing thread.
   *
   * @param now seconds since 1970
   */
  public void backfill(List<Point> points, long now) {
    points.stream()
        .filter(point -> point.time() <= now - windowSeconds)
        .collect(
            toMap(Point::asset, point -> point, BinaryOperator.maxBy(comparingLong(Point::time))))
        .forEach((asset, newest) -> tape(asset).window().passOver(newest));
    put(points);
  }

  /**
   * Has the windows begin anew behind the last points of which this node was not told in time, so
   * that whoever reads them comes back for what lies between. Only for the one writing thread.
   */
  public void miss(List<Point> lasts) {
    lasts.forEach(last -> tape(last.asset()).window().miss(last));
    readers.forEach(Runnable::run);
  }

  /** Gives how many were not appended. */
  private int put(List<Point> points) {
    int behind = 0;
    Map<Asset, List<Point>> older = new LinkedHashMap<>();
    for (Point point : points) {
      if (tape(point.asset()).window().append(point.time(), point.value())) {
        newestTime = Math.max(newestTime, point.time());
      } else {
        older.computeIfAbsent(point.asset(), asset -> new ArrayList<>()).add(point);
        behind++;
      }
    }
    older.forEach((asset, some) -> tape(asset).window().insert(some));
    readers.forEach(Runnable::run);
    return behind;
  }

  /** Has the reader told after each {@link #append} that tapes have grown; it must not block. */
  public void whenGrown(Runnable reader) {
    readers.add(reader);
  }

  /** The second of the newest point of any asset: what the market's clock shows. */
  public long newestTime() {
    return newestTime;
  }

  /**
   * Says that the window of an asset was filled from the store. What comes late is put into it only
   * where the store has nothing between that the window has not. Any thread.
   *
   * @param from the first second that was asked for
   * @param last the last point the store has of the asset, before that or after
   */
  public void filled(long from, Point last) {
    olderValues.put(last.asset().id(), last.value());
    tape(last.asset()).window().lack(Math.min(last.time(), from - 1));
  }

  @Override
  public OptionalDouble of(Asset asset) {
    int assetId = asset.id();
    Tape tape = byAsset.get(assetId);
    if (tape != null && tape.window().lastTime() != Long.MIN_VALUE) {
      return OptionalDouble.of(tape.window().lastValue());
    }
    Double older = olderValues.get(assetId);
    return older == null ? OptionalDouble.empty() : OptionalDouble.of(older);
  }
}
