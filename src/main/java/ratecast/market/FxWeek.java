package ratecast.market;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/**
 * When currencies trade: from Sunday 17:00 to Friday 17:00 by New York's clocks, summer time and
 * all. Holidays are not known here.
 */
public final class FxWeek {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalTime TURN = LocalTime.of(17, 0);

  private FxWeek() {}

  /** Sunday 17:00:00 itself is open, Friday 17:00:00 itself is closed. */
  public static boolean isOpen(Instant moment) {
    ZonedDateTime there = moment.atZone(NEW_YORK);
    boolean afterTurn = !there.toLocalTime().isBefore(TURN);
    DayOfWeek day = there.getDayOfWeek();
    return switch (day) {
      case FRIDAY -> !afterTurn;
      case SATURDAY -> false;
      case SUNDAY -> afterTurn;
      default -> true;
    };
  }
}
