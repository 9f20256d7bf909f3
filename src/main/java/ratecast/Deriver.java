package ratecast;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import ratecast.market.Asset;
import ratecast.market.AssetListener;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.Point;
import ratecast.market.Tick;
import ratecast.tape.Slice;
import ratecast.tape.Tapes;
import ratecast.tape.Window;

/**
 * What follows from the points of a tick: a point of each derived asset for each second in which
 * all its legs have one, be it in this tick or on their tapes. Where that lies too far back for the
 * tapes, the store is asked, later. For the pipeline's thread.
 */
@Singleton
final class Deriver implements AssetListener {
  private final Derivations derivations;
  private final DerivedHistory history;
  private final Tapes tapes;
  private final Counter skipped;

  Deriver(Derivations derivations, DerivedHistory history, Tapes tapes, MeterRegistry meters) {
    this.derivations = derivations;
    this.history = history;
    this.tapes = tapes;
    skipped =
        Counter.builder("ratecast.derived.skipped")
            .description("seconds whose legs give no value: a divisor of zero, or too small a rate")
            .baseUnit("points")
            .register(meters);
  }

  /** Without points of derived assets that somebody else computed: there is one source of them. */
  Tick withoutOthers(Tick tick) {
    return derivations.all().isEmpty()
        ? tick
        : tick.with(
            tick.points().stream().filter(point -> !derivations.isDerived(point.asset())).toList());
  }

  /** The derived points, those that others need first; none that is on its tape already. */
  List<Point> from(List<Point> tick) {
    List<Derived> all = derivations.all();
    if (all.isEmpty()) {
      return List.of();
    }
    Map<Long, Map<Asset, Double>> seconds = new TreeMap<>();
    for (Point point : tick) {
      seconds
          .computeIfAbsent(point.time(), time -> new HashMap<>())
          .putIfAbsent(point.asset(), point.value());
    }
    List<Point> points = new ArrayList<>();
    for (Derived derived : all) {
      seconds.forEach(
          (time, values) -> points.addAll(point(derived, time, values).stream().toList()));
    }
    return points;
  }

  private Optional<Point> point(Derived derived, long time, Map<Asset, Double> values) {
    Asset asset = derived.asset();
    boolean touched = derived.legs().stream().anyMatch(values::containsKey);
    if (!touched || values.containsKey(asset) || onTape(asset, time).isPresent()) {
      return Optional.empty();
    }
    Map<Asset, Double> legs = new HashMap<>();
    for (Asset leg : derived.legs()) {
      Double value = values.get(leg);
      if (value != null) {
        legs.put(leg, value);
      } else {
        onTape(leg, time).ifPresent(older -> legs.put(leg, older));
      }
    }
    if (legs.size() < derived.legs().size()) {
      if (!areOnTape(derived.legs(), time)) {
        history.later(derived, time, time + 1);
      }
      return Optional.empty();
    }
    Optional<Point> point = derived.point(time, legs);
    point.ifPresentOrElse(found -> values.put(asset, found.value()), skipped::increment);
    return point;
  }

  /** Whether the store has no more of the legs than the tapes have. */
  private boolean areOnTape(List<Asset> legs, long time) {
    return time > tapes.newestTime() - tapes.windowSeconds()
        && legs.stream().allMatch(leg -> tapes.tape(leg).window().covers(time));
  }

  private OptionalDouble onTape(Asset asset, long time) {
    Window window = tapes.tape(asset).window();
    if (time > window.lastTime() || time < window.firstTime()) {
      return OptionalDouble.empty();
    }
    Slice slice = window.slice(time - 1, time);
    double[] value = {Double.NaN};
    slice.forEach((at, found) -> value[0] = found);
    return slice.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value[0]);
  }

  @Override
  public void added(Asset asset) {
    // what follows from others is declared before it is announced
  }

  @Override
  public void retired(Asset asset) {
    derivations.remove(asset);
  }
}
