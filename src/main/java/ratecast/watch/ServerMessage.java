package ratecast.watch;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.wire.JsonTree;

/** What the server says: an action and its members, asked for by name and type. */
record ServerMessage(String action, Map<?, ?> members) {
  /** Empty where the text is not of the protocol: it may be from a server of another kind. */
  static Optional<ServerMessage> parse(String text) {
    try {
      return Optional.ofNullable(JsonTree.read(text.getBytes(StandardCharsets.UTF_8)))
          .filter(Map.class::isInstance)
          .flatMap(whole -> of((Map<?, ?>) whole));
    } catch (IOException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<ServerMessage> of(Map<?, ?> whole) {
    return whole.get("action") instanceof String action
            && whole.get("message") instanceof Map<?, ?> members
        ? Optional.of(new ServerMessage(action, members))
        : Optional.empty();
  }

  /** Empty where it is absent or no text. */
  String text(String name) {
    return members.get(name) instanceof String text ? text : "";
  }

  /** Whether it is there and says no. */
  boolean isFalse(String name) {
    return Boolean.FALSE.equals(members.get(name));
  }

  Optional<Long> whole(String name) {
    return members.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
  }

  Optional<BigDecimal> decimal(String name) {
    @Nullable Object value = members.get(name);
    if (value instanceof Double number) {
      return Optional.of(BigDecimal.valueOf(number));
    }
    return whole(name).map(BigDecimal::valueOf);
  }

  /** The objects of a list, as messages of the same action. */
  List<ServerMessage> objects(String name) {
    return members.get(name) instanceof List<?> list
        ? list.stream()
            .filter(Map.class::isInstance)
            .map(item -> new ServerMessage(action, (Map<?, ?>) item))
            .toList()
        : List.of();
  }
}
