package ratecast.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FxWeekTest {
  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource({
    "2024-01-05T16:59:59-05:00, true, the last second of a winter week",
    "2024-01-05T17:00:00-05:00, false, Friday 17:00 closes",
    "2024-01-06T12:00:00-05:00, false, Saturday",
    "2024-01-07T16:59:59-05:00, false, the last closed second",
    "2024-01-07T17:00:00-05:00, true, Sunday 17:00 opens",
    "2024-01-08T00:00:00-05:00, true, midnight within the week",
    "2024-01-10T17:00:00-05:00, true, the turn of a day within the week is no close",
    "2024-07-05T20:59:59Z, true, in summer 17:00 is 21:00 UTC",
    "2024-07-05T21:00:00Z, false, in summer Friday closes at 21:00 UTC",
    "2024-01-05T21:30:00Z, true, in winter it does not",
    "2024-03-08T21:59:59Z, true, the Friday before summer time closes at 22:00 UTC",
    "2024-03-08T22:00:00Z, false, and does",
    "2024-03-10T20:59:59Z, false, the Sunday of the change opens by the new clock",
    "2024-03-10T21:00:00Z, true, an hour earlier in UTC than it closed",
    "2024-11-01T21:00:00Z, false, the Friday before winter time closes at 21:00 UTC",
    "2024-11-03T21:59:59Z, false, the Sunday of the change opens by the new clock",
    "2024-11-03T22:00:00Z, true, an hour later in UTC than it closed",
  })
  void theWeekRunsFromSundayToFridayByNewYorksClocks(String moment, boolean open, String why) {
    Instant instant = OffsetDateTime.parse(moment).toInstant();

    assertThat(FxWeek.isOpen(instant)).as(why).isEqualTo(open);
  }
}
