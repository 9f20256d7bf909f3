package ratecast.pitch.book;

import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The day a file is of, which the file itself does not say. Its times count from midnight in New
 * York, so that the same millisecond lies an hour earlier in summer.
 */
public record TradingDay(LocalDate date) {
  private static final ZoneId EXCHANGE = ZoneId.of("America/New_York");

  /** Seconds since 1970 UTC of a second of this day. */
  public long epochSecond(int secondOfDay) {
    return date.atStartOfDay(EXCHANGE).toEpochSecond() + secondOfDay;
  }
}
