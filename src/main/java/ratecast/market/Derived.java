package ratecast.market;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An asset whose points follow from those of others.
 *
 * @param legs the assets the formula names, each once
 */
public record Derived(Asset asset, Formula formula, List<Asset> legs) {
  private static final int DECIMALS = 5;

  public Derived {
    legs = List.copyOf(legs);
  }

  /** Looks up the legs; one that is not known is a bug, since whoever declares asked before. */
  public static Derived of(Asset asset, Formula formula, Function<String, Asset> known) {
    return new Derived(asset, formula, formula.legs().stream().map(known).toList());
  }

  /**
   * Its point of a second, rounded at its usual decimals; empty where the legs give none: a divisor
   * that is zero, or a rate too small for its decimals.
   *
   * @param values of all legs in that second
   */
  public Optional<Point> point(long time, Map<Asset, Double> values) {
    Map<String, BigDecimal> decimals =
        legs.stream()
            .collect(Collectors.toMap(Asset::name, leg -> BigDecimal.valueOf(value(values, leg))));
    Optional<CurrencyPair> pair = CurrencyPair.parse(asset.name());
    return formula
        .value(decimals::get, pair.map(CurrencyPair::decimals).orElse(DECIMALS))
        .filter(value -> pair.isEmpty() || value.signum() > 0)
        .map(BigDecimal::doubleValue)
        .filter(Double::isFinite)
        .map(value -> new Point(asset, time, value));
  }

  private static double value(Map<Asset, Double> values, Asset leg) {
    Double value = values.get(leg);
    if (value == null) {
      throw new IllegalArgumentException("no value of " + leg);
    }
    return value;
  }
}
