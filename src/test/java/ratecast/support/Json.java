package ratecast.support;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A received text as plain maps and lists; a member that is missing fails the test. */
public final class Json {
  private Json() {}

  public static Map<String, Object> object(String text) {
    try {
      return requireNonNull(
          ObjectMapper.getDefault().readValue(text, Argument.mapOf(String.class, Object.class)));
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  public static String action(String text) {
    return (String) requireNonNull(object(text).get("action"));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> message(String text) {
    return (Map<String, Object>) requireNonNull(object(text).get("message"));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> members(Map<String, Object> members, String name) {
    return (Map<String, Object>) requireNonNull(members.get(name));
  }

  public static boolean flag(Map<String, Object> members, String name) {
    return (Boolean) requireNonNull(members.get(name));
  }

  public static String word(Map<String, Object> members, String name) {
    return (String) requireNonNull(members.get(name));
  }

  public static double decimal(Map<String, Object> members, String name) {
    return ((Number) requireNonNull(members.get(name))).doubleValue();
  }

  public static long number(Map<String, Object> members, String name) {
    return ((Number) requireNonNull(members.get(name))).longValue();
  }

  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> objects(Map<String, Object> members, String name) {
    return (List<Map<String, Object>>) requireNonNull(members.get(name));
  }

  /** The times of the points of a history, or of a point. */
  public static List<Long> times(String text) {
    Map<String, Object> message = message(text);
    return message.containsKey("points")
        ? objects(message, "points").stream().map(point -> number(point, "time")).toList()
        : List.of(number(message, "time"));
  }
}
