package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradingDayTest {
  @ParameterizedTest
  @CsvSource({
    "2008-05-21, 28800, 2008-05-21T12:00:00Z",
    "2008-01-21, 28800, 2008-01-21T13:00:00Z",
    "2008-03-07, 34200, 2008-03-07T14:30:00Z",
    "2008-03-10, 34200, 2008-03-10T13:30:00Z",
    "2008-10-31, 57600, 2008-10-31T20:00:00Z",
    "2008-11-03, 57600, 2008-11-03T21:00:00Z",
    "2008-05-21, 86400, 2008-05-22T04:00:00Z"
  })
  void countsFromMidnightInNewYorkInWinterAndInSummer(LocalDate date, int second, Instant utc) {
    assertThat(new TradingDay(date).epochSecond(second)).isEqualTo(utc.getEpochSecond());
  }
}
