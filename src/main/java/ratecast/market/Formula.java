package ratecast.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How an asset's value follows from others: {@code EURUSD * USDJPY}, {@code 1 / EURUSD}. Assets and
 * plain numbers with {@code *} and {@code /} between, from left to right; spaces stand around both,
 * since a name may hold them.
 *
 * @param text with single spaces
 * @param factor the product of the numbers that are multiplied with
 * @param divisor the product of the numbers that are divided by, not zero
 * @param times names of the assets that are multiplied with
 * @param over names of the assets that are divided by
 */
public record Formula(
    String text, BigDecimal factor, BigDecimal divisor, List<String> times, List<String> over) {
  private static final int MOST_OPERANDS = 8;
  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");

  public Formula {
    times = List.copyOf(times);
    over = List.copyOf(over);
    if (divisor.signum() == 0) {
      throw new IllegalArgumentException("\"" + text + "\" divides by zero.");
    }
    if (times.isEmpty() && over.isEmpty()) {
      throw new IllegalArgumentException("\"" + text + "\" names no asset.");
    }
  }

  /**
   * Reads a formula.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong
   */
  public static Formula parse(String text) {
    List<String> words = SPACES.splitAsStream(text.strip()).toList();
    BigDecimal[] numbers = {BigDecimal.ONE, BigDecimal.ONE};
    List<List<String>> names = List.of(new ArrayList<>(), new ArrayList<>());
    for (int i = 0; i < words.size(); i += 2) {
      String operator = i == 0 ? "*" : words.get(i - 1);
      int side = List.of("*", "/").indexOf(operator);
      String operand = words.get(i);
      if (side < 0 || !Asset.isName(operand) || List.of("*", "/", "=").contains(operand)) {
        throw noFormula(text);
      }
      if (NUMBER.matcher(operand).matches()) {
        numbers[side] = numbers[side].multiply(new BigDecimal(operand));
      } else {
        names.get(side).add(operand);
      }
    }
    if (words.size() % 2 == 0 || words.size() >= 2 * MOST_OPERANDS) {
      throw noFormula(text);
    }
    return new Formula(String.join(" ", words), numbers[0], numbers[1], names.get(0), names.get(1));
  }

  /** The names of the assets it needs, each once. */
  public List<String> legs() {
    return Stream.concat(times.stream(), over.stream()).distinct().toList();
  }

  /**
   * Computed exactly and rounded once, half-even; empty where a divisor is zero.
   *
   * @param values of the legs, by name
   */
  public Optional<BigDecimal> value(Function<String, BigDecimal> values, int decimals) {
    BigDecimal top = times.stream().map(values).reduce(factor, BigDecimal::multiply);
    BigDecimal bottom = over.stream().map(values).reduce(divisor, BigDecimal::multiply);
    return bottom.signum() == 0
        ? Optional.empty()
        : Optional.of(top.divide(bottom, decimals, RoundingMode.HALF_EVEN));
  }

  private static IllegalArgumentException noFormula(String text) {
    return new IllegalArgumentException(
        "\""
            + text
            + "\" is no formula: write up to "
            + MOST_OPERANDS
            + " assets and numbers with * or / between, and spaces around these, as in EURUSD *"
            + " USDJPY or 1 / EURUSD.");
  }
}
