package ratecast.rest;

import io.micronaut.http.uri.UriBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.Base36;
import ratecast.pitch.MessageType;
import ratecast.pitch.store.MessageFilter;
import ratecast.pitch.store.MessageId;

/**
 * Which messages a request asks for, and which page of them.
 *
 * @param given the parameters as they came, for the link to the next page
 */
record MessageQuery(
    MessageFilter filter, Optional<MessageId> after, int limit, Map<String, String> given) {
  private static final int USUAL_LIMIT = 100;
  private static final int MOST = 1_000;
  private static final int MAX_SYMBOL = 8;
  private static final int END_OF_DAY = 86_400_000;

  /** Throws a {@link ProblemException} that names the parameter which is wrong. */
  static MessageQuery of(Map<String, @Nullable String> parameters) {
    Map<String, String> given = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) -> {
          if (value != null) {
            given.put(name, value);
          }
        });
    MessageFilter filter =
        new MessageFilter(
            whole("importId", given, 1, 99_999_999),
            Optional.ofNullable(given.get("symbol")).map(MessageQuery::symbol),
            Optional.ofNullable(given.get("type")).map(MessageQuery::type),
            Optional.ofNullable(given.get("orderId")).map(MessageQuery::orderId),
            whole("from", given, 0, END_OF_DAY),
            whole("to", given, 0, END_OF_DAY));
    return new MessageQuery(
        filter,
        Optional.ofNullable(given.get("cursor")).map(MessageQuery::cursor),
        whole("limit", given, 1, MOST).orElse(USUAL_LIMIT),
        given);
  }

  /** The {@code Link} to the page behind the message. */
  String next(String path, MessageId last) {
    UriBuilder uri = UriBuilder.of(path);
    given.forEach(
        (name, value) -> {
          if (!name.equals("cursor")) {
            uri.queryParam(name, value);
          }
        });
    return "<" + uri.queryParam("cursor", last.toString()).build() + ">; rel=\"next\"";
  }

  private static OptionalInt whole(String name, Map<String, String> given, int min, int max) {
    return Parameters.whole(name, given.get(name), min, max).stream()
        .mapToInt(Long::intValue)
        .findFirst();
  }

  private static String symbol(String text) {
    if (text.isEmpty() || text.length() > MAX_SYMBOL) {
      throw ProblemException.parameter("symbol", "A symbol has 1 to 8 characters, as SPY.");
    }
    return text;
  }

  private static MessageType type(String text) {
    return Optional.of(text)
        .filter(letter -> letter.length() == 1)
        .flatMap(letter -> MessageType.find(letter.charAt(0)))
        .orElseThrow(
            () ->
                ProblemException.parameter(
                    "type", "A type is one of s A d 1 E X P r 2 B H I 3 J 4 R."));
  }

  private static String orderId(String text) {
    if (Base36.parse(text).isEmpty()) {
      throw ProblemException.parameter(
          "orderId", "An order id has 12 characters 0-9 A-Z, as AK27GA0000DT.");
    }
    return text;
  }

  private static MessageId cursor(String text) {
    return MessageId.parse(text)
        .orElseThrow(
            () ->
                ProblemException.parameter(
                    "cursor", "A cursor is taken from the Link of the page before."));
  }
}
