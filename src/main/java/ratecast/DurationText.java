package ratecast;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them in an environment variable: {@code 800ms}, {@code 1s}, 30m, 14d.
 */
final class DurationText {
  /** Nine digits: the largest, in days, still fits a {@link Duration} and a {@code long} of ms. */
  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private DurationText() {}

  /** Reads number and unit, ISO-8601 ({@code PT5M}), or a bare {@code 0}; empty for the rest. */
  static Optional<Duration> parse(String text) {
    if (text.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher simple = SIMPLE.matcher(text.toLowerCase(Locale.ROOT));
    if (simple.matches()) {
      return Optional.of(of(Long.parseLong(simple.group(1)), simple.group(2)));
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException notIso) {
      return Optional.empty();
    }
  }

  private static Duration of(long count, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
