package ratecast.feed;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import ratecast.intake.Intake;
import ratecast.market.Quote;

/**
 * One day of recorded quotes, by the second. Rows are {@code millis,bid,ask} (ticks) or {@code
 * millis} with open, high, low, close and size of bid and then of ask (seconds, of which the closes
 * count); millis since the file's midnight, in rising order, no header. Format: QuantConnect Lean,
 * {@code Data/forex}.
 *
 * <p>Held as the text it came as with one offset a second, some 5 MB for a day of ticks; a row is
 * read when its second is asked for. Immutable; safe on any thread.
 */
public final class Recording {
  private static final int SECONDS_OF_A_DAY = 86_400;
  private static final int TICK_COLUMNS = 3;
  private static final int SECOND_COLUMNS = 11;

  private final String symbol;
  private final byte[] csv;

  /** Where the rows of each second begin, and one more for where the last ends. */
  private final int[] starts;

  private final int firstSecond;
  private final int endSecond;

  private Recording(String symbol, byte[] csv, int[] starts, int firstSecond, int endSecond) {
    this.symbol = symbol;
    this.csv = csv;
    this.starts = starts;
    this.firstSecond = firstSecond;
    this.endSecond = endSecond;
  }

  /**
   * Blocks until the file is read, 64 MiB at most.
   *
   * @throws IllegalArgumentException with a sentence that names RECORDING_FILE and what is wrong
   */
  public static Recording read(Path file) {
    return read(file, Optional.empty(), "RECORDING_FILE");
  }

  /**
   * Reads a file of this symbol's quotes, whatever its name; blocks as {@link #read(Path)} does.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong with the FILE
   */
  public static Recording read(Path file, String symbol) {
    return read(file, Optional.of(symbol), "FILE");
  }

  private static Recording read(Path file, Optional<String> symbol, String origin) {
    QuoteFile quotes = QuoteFile.read(file, symbol, origin);
    byte[] csv = quotes.csv();
    int[] starts = new int[SECONDS_OF_A_DAY + 1];
    int first = -1;
    int last = -1;
    for (int at = 0; at < csv.length; at = lineEnd(csv, at) + 1) {
      int second = secondOf(csv, at);
      if (second > last) {
        Arrays.fill(starts, last + 1, second + 1, last < 0 ? 0 : at);
        first = first < 0 ? second : first;
        last = second;
      }
    }
    if (last < 0) {
      throw QuoteFile.refusal(file, origin, "has no row that begins with milliseconds of a day");
    }
    Arrays.fill(starts, last + 1, starts.length, csv.length);
    return new Recording(quotes.symbol(), csv, starts, first, last + 1);
  }

  /** As it was given, or of the file's name, in upper case: "EURUSD". */
  public String symbol() {
    return symbol;
  }

  /** The first second with a row, since the file's midnight. */
  public int firstSecond() {
    return firstSecond;
  }

  /** The second after the last one with a row. */
  public int endSecond() {
    return endSecond;
  }

  /**
   * The quotes of one second in their order, usable or not; empty where the file is silent.
   *
   * @param second since the file's midnight, 0 to 86,399
   */
  public Intake<Quote> quotes(int second) {
    Intake.Builder<Quote> quotes = new Intake.Builder<>();
    for (int at = starts[second]; at < starts[second + 1]; at = lineEnd(csv, at) + 1) {
      String row = new String(csv, at, lineEnd(csv, at) - at, StandardCharsets.US_ASCII).strip();
      if (secondOf(csv, at) == second) {
        quote(row).ifPresentOrElse(quotes::take, () -> quotes.reject("not-a-number", row));
      } else if (!row.isEmpty()) {
        quotes.reject("out-of-order", row);
      }
    }
    return quotes.build();
  }

  private Optional<Quote> quote(String row) {
    String[] columns = row.split(",", -1);
    return switch (columns.length) {
      case TICK_COLUMNS -> quote(columns[1], columns[2]);
      case SECOND_COLUMNS -> quote(columns[4], columns[9]);
      default -> Optional.empty();
    };
  }

  private Optional<Quote> quote(String bid, String ask) {
    Optional<BigDecimal> bidPrice = Decimals.parse(bid.strip());
    Optional<BigDecimal> askPrice = Decimals.parse(ask.strip());
    return bidPrice.flatMap(b -> askPrice.map(a -> new Quote(symbol, b, a)));
  }

  /** -1 where the line does not begin with the milliseconds of a day and a comma. */
  private static int secondOf(byte[] csv, int lineStart) {
    long millis = 0;
    int at = lineStart;
    while (at < csv.length && csv[at] >= '0' && csv[at] <= '9' && at - lineStart < 9) {
      millis = millis * 10 + (csv[at] - '0');
      at++;
    }
    boolean whole = at > lineStart && at < csv.length && csv[at] == ',';
    return whole && millis < SECONDS_OF_A_DAY * 1000L ? (int) (millis / 1000) : -1;
  }

  private static int lineEnd(byte[] csv, int from) {
    int at = from;
    while (at < csv.length && csv[at] != '\n') {
      at++;
    }
    return at;
  }
}
