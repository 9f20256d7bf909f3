package ratecast.rest;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.book.TradingDay;

/** The parameter {@code date} of what writes PITCH. */
final class PitchDates {
  private PitchDates() {}

  static Optional<TradingDay> day(@Nullable String date) {
    try {
      return Optional.ofNullable(date).map(LocalDate::parse).map(TradingDay::new);
    } catch (DateTimeException e) {
      throw ProblemException.parameter("date", "\"date\" must be a day, as in 2016-02-19.");
    }
  }

  /** Ends the request where there is a sentence why the day can have no history. */
  static void check(Optional<String> refusal) {
    if (refusal.isPresent()) {
      throw ProblemException.parameter("date", refusal.get());
    }
  }
}
