package ratecast.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ratecast.intake.Rejection;
import ratecast.market.CurrencyPair;

/**
 * What one currency is worth in others. Three sources, one reader: Open Exchange Rates (timestamp,
 * base, rates), fixer (the same with "success", false with HTTP 200 where it refuses) and
 * Frankfurter v1 (amount, base, date, rates). Prices go from text to decimal and are never a
 * double.
 *
 * @param rates how much of a currency one has for the same money; the base is one of them, with the
 *     amount that is asked about, mostly 1
 * @param time seconds since 1970 at which the source made it, a date counting from its midnight;
 *     empty where it does not say
 */
record MapPage(Map<String, BigDecimal> rates, Optional<Long> time, List<Rejection> rejections) {
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * The whole page or nothing.
   *
   * @throws PollException "empty", "not-a-rates-page", "truncated", "no-rates", or "refused" with
   *     what the source says
   */
  static MapPage parse(String text) throws PollException {
    if (text.isBlank()) {
      throw new PollException("empty", "the page of rates has no text");
    }
    MapPageReader reader = new MapPageReader();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw notAPage();
      }
      reader.read(parser);
    } catch (JsonEOFException half) {
      throw new PollException("truncated", "the page of rates is only a part");
    } catch (IOException malformed) {
      throw notAPage();
    }
    return reader.page();
  }

  /**
   * How much of the counter currency one unit of the base buys: as the source says it where the
   * pair's base is the page's, else the quotient, rounded half-even at the pair's usual decimals.
   * Empty where one of the two has no rate.
   */
  Optional<BigDecimal> price(CurrencyPair pair) {
    BigDecimal base = rates.get(pair.base());
    BigDecimal counter = rates.get(pair.counter());
    if (base == null || counter == null) {
      return Optional.empty();
    }
    return Optional.of(
        base.compareTo(BigDecimal.ONE) == 0
            ? counter
            : counter.divide(base, pair.decimals(), RoundingMode.HALF_EVEN));
  }

  /** Whether anything changed, and not back to an older page that some cache still has. */
  boolean isNewerThan(MapPage before) {
    return !isOlderThan(before) && !(rates.equals(before.rates()) && time.equals(before.time()));
  }

  /** By what both say of their time. */
  boolean isOlderThan(MapPage other) {
    return time.isPresent() && other.time().isPresent() && time.get() < other.time().get();
  }

  private static PollException notAPage() {
    return new PollException("not-a-rates-page", "the answer is not a page of rates");
  }
}
