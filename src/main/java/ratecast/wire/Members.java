package ratecast.wire;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ratecast.market.Interval;

/** The members of one request's {@code message}, asked for by name and type. */
record Members(RequestId id, String action, Map<String, @Nullable Object> members) {

  /** The year 9999; keeps sums of seconds and of milliseconds in range. */
  private static final long MAX_SECOND = 253_402_300_799L;

  boolean has(String name) {
    return members.containsKey(name);
  }

  Optional<Integer> integer(String name, int min, int max) throws InvalidRequestException {
    return whole(name, min, max).map(Long::intValue);
  }

  Optional<Long> whole(String name, long min, long max) throws InvalidRequestException {
    if (!has(name)) {
      return Optional.empty();
    }
    if (members.get(name) instanceof Long number && number >= min && number <= max) {
      return Optional.of(number);
    }
    String range = max == Long.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max;
    throw invalid(name, "\"" + name + "\" must be a whole number " + range + ".");
  }

  /** A second since 1970, which must be there. */
  long second(String name) throws InvalidRequestException {
    return whole(name, 0, MAX_SECOND)
        .orElseThrow(
            () -> invalid(name, "\"" + name + "\" is missing: whole seconds since 1970 UTC."));
  }

  boolean flag(String name) throws InvalidRequestException {
    if (!has(name)) {
      return false;
    }
    if (members.get(name) instanceof Boolean flag) {
      return flag;
    }
    throw invalid(name, "\"" + name + "\" must be true or false.");
  }

  /** A number from 0 to the largest, fractions too. */
  double number(String name, double absent, double max) throws InvalidRequestException {
    if (!has(name)) {
      return absent;
    }
    if (members.get(name) instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= max) {
      return number.doubleValue();
    }
    throw invalid(name, "\"" + name + "\" must be a number from 0 to " + (long) max + ".");
  }

  /** One of the words, or empty where the member is absent. */
  Optional<String> word(String name, List<String> words) throws InvalidRequestException {
    if (!has(name)) {
      return Optional.empty();
    }
    if (members.get(name) instanceof String text && words.contains(text)) {
      return Optional.of(text);
    }
    throw invalid(name, "\"" + name + "\" must be one of " + String.join(", ", words) + ".");
  }

  Optional<Interval> interval() throws InvalidRequestException {
    if (!has("interval")) {
      return Optional.empty();
    }
    String words = String.join(", ", Interval.words());
    if (!(members.get("interval") instanceof String word)) {
      throw invalid("interval", "\"interval\" must be one of " + words + ".");
    }
    Optional<Interval> interval = Interval.parse(word);
    if (interval.isEmpty()) {
      throw refused(
          ErrorCode.INTERVAL_NOT_SUPPORTED,
          "interval",
          "There are no candles of this length. Send one of " + words + ".");
    }
    return interval;
  }

  /** The ids without repeats; empty for the word "all". */
  Optional<List<Integer>> assetIds() throws InvalidRequestException {
    Object value = members.get("assetIds");
    if ("all".equals(value)) {
      return Optional.empty();
    }
    if (value instanceof List<?> list && !list.isEmpty()) {
      Set<Integer> ids = new LinkedHashSet<>();
      for (Object element : list) {
        ids.add(assetId(element, "assetIds"));
      }
      return Optional.of(List.copyOf(ids));
    }
    throw invalid(
        "assetIds",
        "\"assetIds\" must be \"all\" or a list of ids that is not empty, as in [1,2].");
  }

  int assetId() throws InvalidRequestException {
    return assetId(members.get("assetId"), "assetId");
  }

  private int assetId(@Nullable Object value, String field) throws InvalidRequestException {
    if (!(value instanceof Long number)) {
      throw invalid(
          field,
          "An asset's id is a whole number, as in {\"assetId\":1}. Send \"assets\" for the list.");
    }
    if (number <= 0 || number > Integer.MAX_VALUE) {
      throw new InvalidRequestException(
          RequestError.of(id, ErrorCode.ASSET_NOT_FOUND, Texts.noAsset(number), action, field));
    }
    return number.intValue();
  }

  InvalidRequestException invalid(String field, String text) {
    return refused(ErrorCode.INVALID_MESSAGE, field, text);
  }

  InvalidRequestException refused(ErrorCode code, String field, String text) {
    return new InvalidRequestException(RequestError.of(id, code, text, action, field));
  }
}
