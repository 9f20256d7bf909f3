package ratecast.wire;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import ratecast.market.Asset;
import ratecast.market.FeedState;
import ratecast.market.Interval;

/**
 * The messages from the server, each as the UTF-8 of its JSON. Members and their order are the
 * protocol's samples; the id of a request stands between action and message. Any thread.
 */
public final class MessageEncoder {
  /**
   * What stands before and after a point on the wire; what is between is made once for all clients.
   */
  public static final String POINT_HEAD = "{\"action\":\"point\",\"message\":";

  public static final String POINT_TAIL = "}";

  private MessageEncoder() {}

  public static byte[] assets(RequestId id, List<Asset> assets) {
    return message(
        "assets",
        id,
        out -> {
          out.ascii("{\"assets\":[");
          String comma = "";
          for (Asset asset : assets) {
            out.ascii(comma).ascii("{\"id\":").number(asset.id());
            out.ascii(",\"name\":").string(asset.name()).character('}');
            comma = ",";
          }
          out.ascii("]}");
        });
  }

  public static byte[] error(RequestError error) {
    return message(
        "error",
        error.id(),
        out -> {
          out.ascii("{\"code\":").string(error.code().name());
          out.ascii(",\"text\":").string(error.text());
          if (!error.action().isEmpty()) {
            out.ascii(",\"action\":").string(error.action());
          }
          if (!error.field().isEmpty()) {
            out.ascii(",\"field\":").string(error.field());
          }
          if (error.retryAfterMs() > 0) {
            out.ascii(",\"retryAfterMs\":").number(error.retryAfterMs());
          }
          out.character('}');
        });
  }

  /**
   * {@code subscribed} or {@code unsubscribed}.
   *
   * @param assetIds the assets it is about
   * @param interval of the candles it is about; empty for points, or for everything
   */
  public static byte[] acknowledgement(
      String action, RequestId id, Collection<Integer> assetIds, Optional<Interval> interval) {
    return message(
        action,
        id,
        out -> {
          out.ascii("{\"assetIds\":");
          ids(assetIds, out);
          interval.ifPresent(given -> out.ascii(",\"interval\":").string(given.word()));
          out.character('}');
        });
  }

  /**
   * {@code subscribed} or {@code unsubscribed} with a channel.
   *
   * @param channel {@code status} or {@code replay}
   */
  public static byte[] channelAcknowledgement(String action, RequestId id, String channel) {
    return message(action, id, out -> out.ascii("{\"channel\":").string(channel).character('}'));
  }

  /** The end of a replay that does not go on live. */
  public static byte[] replayCompleted(RequestId id) {
    return message("replay_completed", id, out -> out.ascii("{}"));
  }

  /**
   * The answer to {@code ping}.
   *
   * @param serverMillis milliseconds since 1970 UTC
   */
  public static byte[] pong(RequestId id, long serverMillis) {
    return message("pong", id, out -> out.ascii("{\"time\":").number(serverMillis).character('}'));
  }

  public static byte[] subscriptions(
      RequestId id, Collection<SubscriptionState> assets, boolean status) {
    return message(
        "subscriptions",
        id,
        out -> {
          out.ascii("{\"subscriptions\":[");
          String comma = "";
          for (SubscriptionState subscription : assets) {
            out.ascii(comma);
            subscription.write(out);
            comma = ",";
          }
          if (status) {
            out.ascii(comma).ascii("{\"channel\":\"status\"}");
          }
          out.ascii("]}");
        });
  }

  /** How a feed is, for the status channel. */
  public static byte[] status(FeedState state) {
    return message(
        "status",
        RequestId.NONE,
        out -> {
          out.ascii("{\"feed\":").string(state.feed());
          out.ascii(",\"state\":").string(state.state().word());
          out.ascii(",\"since\":").number(state.since()).ascii(",\"assetIds\":");
          ids(state.assetIds(), out);
          out.ascii(",\"text\":").string(state.text()).character('}');
        });
  }

  /**
   * A change of the catalogue, for the status channel.
   *
   * @param state "added" or "retired"
   */
  public static byte[] assetStatus(Asset asset, String state) {
    return message(
        "status",
        RequestId.NONE,
        out -> {
          out.ascii("{\"asset\":{\"id\":").number(asset.id());
          out.ascii(",\"name\":").string(asset.name());
          out.ascii("},\"state\":").string(state).character('}');
        });
  }

  private static void ids(Collection<Integer> assetIds, JsonBytes out) {
    String before = "[";
    for (int assetId : assetIds) {
      out.ascii(before).number(assetId);
      before = ",";
    }
    out.ascii(assetIds.isEmpty() ? "[]" : "]");
  }

  /**
   * One subscription to an asset as {@code subscriptions} lists it.
   *
   * @param everySeconds of points
   * @param interval of candles; empty for points
   */
  public record SubscriptionState(int assetId, int everySeconds, Optional<Interval> interval) {
    private void write(JsonBytes out) {
      out.ascii("{\"assetId\":").number(assetId);
      if (interval.isPresent()) {
        out.ascii(",\"channel\":\"candles\",\"interval\":").string(interval.get().word());
      } else {
        out.ascii(",\"channel\":\"points\",\"everySeconds\":").number(everySeconds);
      }
      out.character('}');
    }
  }

  static byte[] message(String action, RequestId id, Consumer<JsonBytes> message) {
    JsonBytes out = new JsonBytes(256);
    open(action, id, out);
    message.accept(out);
    return out.character('}').toBytes();
  }

  /** Everything of an envelope up to the value of its message. */
  static void open(String action, RequestId id, JsonBytes out) {
    out.ascii("{\"action\":\"").ascii(action).character('"');
    if (id.isPresent()) {
      out.ascii(",\"id\":").raw(id.json().getBytes(StandardCharsets.UTF_8));
    }
    out.ascii(",\"message\":");
  }
}
