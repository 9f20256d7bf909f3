package ratecast.support;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A received text as plain maps and lists. */
public final class Json {
  private Json() {}

  public static Map<String, Object> object(String text) {
    try {
      return ObjectMapper.getDefault().readValue(text, Argument.mapOf(String.class, Object.class));
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  public static String action(String text) {
    return (String) object(text).get("action");
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> message(String text) {
    return (Map<String, Object>) object(text).get("message");
  }

  /** The times of the points of a history, or of a point. */
  @SuppressWarnings("unchecked")
  public static List<Long> times(String text) {
    Map<String, Object> message = message(text);
    if (!message.containsKey("points")) {
      return List.of(((Number) message.get("time")).longValue());
    }
    return ((List<Map<String, Object>>) message.get("points"))
        .stream().map(point -> ((Number) point.get("time")).longValue()).toList();
  }
}
