package ratecast.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormulaTest {
  private static final Map<String, BigDecimal> VALUES =
      Map.of(
          "EURUSD", new BigDecimal("1.110481"),
          "USDJPY", new BigDecimal("112.6335"),
          "GBPUSD", new BigDecimal("1.43"),
          "EUR/CHF", new BigDecimal("1.1"),
          "ticker_00", BigDecimal.ZERO,
          "TWO", new BigDecimal("2"));

  @ParameterizedTest
  @CsvSource({
    "EURUSD * USDJPY, 3, 125.077", // 125.0773617135
    "1 / EURUSD, 5, 0.90051", // 0.900510535164...
    "EURUSD / GBPUSD, 5, 0.77656", // 0.776559...
    "2 * EUR/CHF / 4, 5, 0.55000",
    "EURUSD * EURUSD, 5, 1.23317", // 1.233168...
    "0.00001 / TWO, 5, 0.00000", // 0.000005, to the even one
    "0.00003 / TWO, 5, 0.00002", // 0.000015, to the even one
    "1 * ticker_00, 5, 0.00000",
  })
  void aFormulaIsComputedExactlyAndRoundedOnce(String text, int decimals, String value) {
    assertThat(Formula.parse(text).value(VALUES::get, decimals)).contains(new BigDecimal(value));
  }

  @Test
  void aDivisorOfZeroGivesNoValue() {
    assertThat(Formula.parse("1 / ticker_00").value(VALUES::get, 5)).isEmpty();
  }

  @Test
  void theTextIsKeptWithSingleSpacesAndEachLegIsNamedOnce() {
    Formula formula = Formula.parse("  EURUSD  *\tUSDJPY / EURUSD ");

    assertThat(formula.text()).isEqualTo("EURUSD * USDJPY / EURUSD");
    assertThat(formula.legs()).containsExactly("EURUSD", "USDJPY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EURUSD *",
        "* EURUSD",
        "EURUSD USDJPY",
        "EURUSD + USDJPY",
        "EURUSD * / USDJPY",
        "( EURUSD * USDJPY )",
        "A * B * C * D * E * F * G * H * I",
      })
  void whatIsNoFormulaIsRefusedWithASentence(String text) {
    assertThatThrownBy(() -> Formula.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("as in EURUSD * USDJPY or 1 / EURUSD.");
  }

  @Test
  void zeroAsADivisorAndAFormulaWithoutAnAssetAreRefused() {
    assertThatThrownBy(() -> Formula.parse("EURUSD / 0.0"))
        .hasMessage("\"EURUSD / 0.0\" divides by zero.");
    assertThatThrownBy(() -> Formula.parse("2 * 3")).hasMessage("\"2 * 3\" names no asset.");
  }

  @Test
  void aRateThatRoundsToZeroIsNoPointAndANumberMayBeZero() {
    Asset ticker = new Asset(1, "ticker_00");

    assertThat(point("USDEUR", "0.000001 * ticker_00", ticker, 1.0)).isEmpty();
    assertThat(point("MICRO", "0.000001 * ticker_00", ticker, 1.0)).contains(0.0);
    assertThat(point("HUGE", "ticker_00 * ticker_00", ticker, 1e200)).isEmpty();
  }

  private static Optional<Double> point(String name, String formula, Asset leg, double value) {
    return new Derived(new Asset(2, name), Formula.parse(formula), List.of(leg))
        .point(7, Map.of(leg, value))
        .map(Point::value);
  }
}
