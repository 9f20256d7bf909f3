package ratecast.pitch.imports;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ratecast.pitch.book.TradingDay;

/** What a file's name says. */
public final class FileName {
  private static final int LONGEST = 120;
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._-]");
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)((?:19|20)\\d\\d)-?(\\d\\d)-?(\\d\\d)(?!\\d)");

  private FileName() {}

  /** A name that is safe in every folder: what is not a letter, digit, dot or dash becomes _. */
  public static String safe(String name) {
    String plain = UNSAFE.matcher(name).replaceAll("_");
    String visible = plain.isEmpty() || plain.startsWith(".") ? "_" + plain : plain;
    return visible.substring(0, Math.min(visible.length(), LONGEST));
  }

  /** The first date in it, as 2016-02-19 or 20160219: an inbox has no other way to say one. */
  static Optional<TradingDay> day(String name) {
    Matcher matcher = DATE.matcher(name);
    while (matcher.find()) {
      try {
        LocalDate date =
            LocalDate.of(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
        return Optional.of(new TradingDay(date));
      } catch (DateTimeException noDate) {
        // digits that are no day: the next may be one
      }
    }
    return Optional.empty();
  }
}
