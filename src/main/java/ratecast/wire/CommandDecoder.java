package ratecast.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's text. Every text gives a command or an {@link InvalidRequestException} that says
 * what to send instead; nothing else is ever thrown. Any thread, never blocks.
 */
public final class CommandDecoder {
  private static final String ACTIONS =
      "assets, subscribe, unsubscribe, subscriptions, history, replay, ping";

  /**
   * The largest history in one subscribe is the operator's limit; this only keeps sums in range.
   */
  private static final int MAX_SECONDS = 366 * 86_400;

  private static final int MAX_EVERY_SECONDS = 600;

  /** A day in less than a second; faster is 0, as fast as the client reads. */
  private static final int MAX_SPEED = 100_000;

  private CommandDecoder() {}

  public static Command decode(byte[] utf8) throws InvalidRequestException {
    Map<String, @Nullable Object> envelope = envelope(utf8);
    RequestId id = id(envelope);
    if (!(envelope.get("action") instanceof String action)) {
      throw new InvalidRequestException(
          RequestError.of(
              id,
              ErrorCode.INVALID_MESSAGE,
              "\"action\" is missing or not a string. Send one of: " + ACTIONS + ".",
              "",
              "action"));
    }
    return command(new Members(id, shortened(action), message(id, action, envelope)));
  }

  private static Command command(Members message) throws InvalidRequestException {
    RequestId id = message.id();
    return switch (message.action()) {
      case "assets" -> new Command.ListAssets(id);
      case "subscribe" -> subscribe(message);
      case "unsubscribe" -> unsubscribe(message);
      case "history" ->
          new Command.History(id, message.assetId(), message.second("from"), message.second("to"));
      case "replay" -> replay(message);
      case "subscriptions" -> new Command.ListSubscriptions(id);
      case "ping" -> new Command.Ping(id);
      default ->
          throw new InvalidRequestException(
              RequestError.of(
                  id,
                  ErrorCode.UNKNOWN_ACTION,
                  "There is no action \"" + message.action() + "\". Send one of: " + ACTIONS + ".",
                  message.action(),
                  "action"));
    };
  }

  private static Command subscribe(Members message) throws InvalidRequestException {
    if (message.word("channel", List.of("points", "status")).equals(Optional.of("status"))) {
      return new Command.WatchStatus(message.id());
    }
    SubscribeOptions options =
        new SubscribeOptions(
            message.integer("historySeconds", 0, MAX_SECONDS),
            message.whole("since", 0, Long.MAX_VALUE),
            message.integer("everySeconds", 1, MAX_EVERY_SECONDS),
            format(message),
            message.interval());
    refuseWithCandles(message, options);
    if (message.has("assetIds")) {
      if (message.has("assetId")) {
        throw message.invalid(
            "assetIds",
            "Send \"assetId\" to select one asset or \"assetIds\" to add some, not both.");
      }
      return new Command.Add(message.id(), message.assetIds(), options);
    }
    return new Command.Select(message.id(), message.assetId(), options);
  }

  /** A candle has its own pace and form; what would be ignored is not accepted. */
  private static void refuseWithCandles(Members message, SubscribeOptions options)
      throws InvalidRequestException {
    if (options.interval().isPresent()) {
      for (String field : List.of("everySeconds", "format")) {
        if (message.has(field)) {
          throw message.invalid(
              field, "\"" + field + "\" is for points; leave out one of the two.");
        }
      }
    }
  }

  private static Optional<SubscribeOptions.Format> format(Members message)
      throws InvalidRequestException {
    return message
        .word("format", List.of("points", "columns"))
        .map(
            word ->
                word.equals("columns")
                    ? SubscribeOptions.Format.COLUMNS
                    : SubscribeOptions.Format.POINTS);
  }

  private static Command unsubscribe(Members message) throws InvalidRequestException {
    Optional<String> channel = message.word("channel", List.of("points", "status", "replay"));
    if (channel.equals(Optional.of("status"))) {
      return new Command.UnwatchStatus(message.id());
    }
    if (channel.equals(Optional.of("replay"))) {
      return new Command.StopReplay(message.id());
    }
    if (message.has("assetId")) {
      throw message.invalid("assetId", "Send \"assetIds\" with a list, as in [1].");
    }
    return new Command.Unsubscribe(
        message.id(),
        message.has("assetIds") ? message.assetIds() : Optional.empty(),
        message.interval());
  }

  private static Command replay(Members message) throws InvalidRequestException {
    boolean thenLive = message.flag("thenLive");
    Optional<Long> to =
        thenLive && !message.has("to") ? Optional.empty() : Optional.of(message.second("to"));
    return new Command.Replay(
        message.id(),
        message.assetIds(),
        message.second("from"),
        to,
        message.number("speed", 1, MAX_SPEED),
        thenLive);
  }

  private static Map<String, @Nullable Object> envelope(byte[] utf8)
      throws InvalidRequestException {
    try {
      if (JsonTree.read(utf8) instanceof Map<?, ?> map) {
        return named(map);
      }
    } catch (IOException e) {
      throw new InvalidRequestException(
          RequestError.of(
              RequestId.NONE,
              ErrorCode.INVALID_JSON,
              "This is not JSON. Send for example {\"action\":\"assets\",\"message\":{}}.",
              "",
              ""));
    }
    throw new InvalidRequestException(
        RequestError.of(
            RequestId.NONE,
            ErrorCode.INVALID_MESSAGE,
            "A request is a JSON object, as in {\"action\":\"assets\",\"message\":{}}.",
            "",
            ""));
  }

  private static Map<String, @Nullable Object> message(
      RequestId id, String action, Map<String, @Nullable Object> envelope)
      throws InvalidRequestException {
    if (envelope.get("message") instanceof Map<?, ?> map) {
      return named(map);
    }
    throw new InvalidRequestException(
        RequestError.of(
            id,
            ErrorCode.INVALID_MESSAGE,
            "\"message\" is missing or not an object. Send at least \"message\":{}.",
            shortened(action),
            "message"));
  }

  private static RequestId id(Map<String, @Nullable Object> envelope)
      throws InvalidRequestException {
    if (!envelope.containsKey("id")) {
      return RequestId.NONE;
    }
    Object id = envelope.get("id");
    if (id instanceof Long number) {
      return new RequestId(Long.toString(number));
    }
    if (id instanceof String text && text.length() <= RequestId.MAX_LENGTH) {
      return new RequestId(
          new String(
              new JsonBytes(text.length() + 2).string(text).toBytes(), StandardCharsets.UTF_8));
    }
    throw new InvalidRequestException(
        RequestError.of(
            RequestId.NONE,
            ErrorCode.INVALID_MESSAGE,
            "\"id\" must be a whole number or a string of at most 64 characters.",
            envelope.get("action") instanceof String action ? shortened(action) : "",
            "id"));
  }

  /** What is repeated to the client is bounded, however long it was. */
  private static String shortened(String action) {
    return action.length() <= 64 ? action : action.substring(0, 64) + "...";
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }
}
