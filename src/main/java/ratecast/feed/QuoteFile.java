package ratecast.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import ratecast.market.CurrencyPair;

/** The text of a file of recorded quotes, unpacked, and the symbol its name speaks of. */
final class QuoteFile {
  /** Fifteen times the largest of the known recordings. */
  private static final int MAX_BYTES = 64 << 20;

  private final String symbol;
  private final byte[] csv;

  private QuoteFile(String symbol, byte[] csv) {
    this.symbol = symbol;
    this.csv = csv;
  }

  /**
   * Blocks until the file is read.
   *
   * @param symbol of the quotes; empty where the file's name speaks of it
   * @param origin who named the file: a setting, or FILE for the command line
   * @throws IllegalArgumentException with a sentence that names the origin and what is wrong
   */
  static QuoteFile read(Path file, Optional<String> symbol, String origin) {
    try {
      return read(file, symbol);
    } catch (UnusableException e) {
      throw refusal(file, origin, String.valueOf(e.getMessage()));
    }
  }

  /** Why a file holds no quotes. */
  private static final class UnusableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableException(String why) {
      super(why);
    }
  }

  private static QuoteFile read(Path file, Optional<String> symbol) throws UnusableException {
    String name = Optional.ofNullable(file.getFileName()).map(Path::toString).orElse("");
    try (InputStream in = Files.newInputStream(file)) {
      if (!name.toLowerCase(Locale.ROOT).endsWith(".zip")) {
        return of(symbol, name, bounded(in));
      }
      try (ZipInputStream zip = new ZipInputStream(in)) {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
          throw new UnusableException("holds no file");
        }
        return of(symbol, name + "_" + entry.getName(), bounded(zip));
      }
    } catch (UnusableException e) {
      throw e;
    } catch (IOException e) {
      throw new UnusableException("cannot be read (" + e + ")");
    }
  }

  /** In upper case, from a name like {@code fxcm_tick_eurusd_20140508_quote.zip}. */
  String symbol() {
    return symbol;
  }

  /** The whole text, ASCII. Not a copy: whoever asks has it to itself. */
  byte[] csv() {
    return csv;
  }

  static IllegalArgumentException refusal(Path file, String origin, String why) {
    return new IllegalArgumentException(
        origin
            + " is \""
            + file
            + "\", which "
            + why
            + ": allowed is a CSV of quotes, or a zip that holds one");
  }

  private static QuoteFile of(Optional<String> symbol, String names, byte[] csv)
      throws UnusableException {
    Optional<String> known =
        symbol.or(
            () ->
                Stream.of(names.toUpperCase(Locale.ROOT).split("[^A-Z]+", -1))
                    .filter(QuoteFile::isPair)
                    .findFirst());
    return new QuoteFile(
        known.orElseThrow(
            () ->
                new UnusableException(
                    "has no currency pair in its name, as fxcm_tick_eurusd_quote.zip has")),
        csv);
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new UnusableException("is larger than " + MAX_BYTES + " bytes unpacked");
    }
    return bytes;
  }

  /** "SECOND" and "QUOTES" have six letters too: both halves must be currencies. */
  private static boolean isPair(String word) {
    return CurrencyPair.parse(word)
        .filter(pair -> isCurrency(pair.base()) && isCurrency(pair.counter()))
        .isPresent();
  }

  private static boolean isCurrency(String code) {
    return Optional.of(code).filter("CNH"::equals).isPresent()
        || Currency.getAvailableCurrencies().stream()
            .anyMatch(currency -> currency.getCurrencyCode().equals(code));
  }
}
