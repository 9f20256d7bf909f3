package ratecast.rest;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far a client has read, as the id of an event: {@code 1455883485}, the time of the newest
 * point it has, and behind a comma each asset that is not as far, {@code
 * 1455883485,7:1455883480,9:1455883471}. So a client that resumes gets what it has not and nothing
 * twice, also of an asset that had no point for a while.
 *
 * @param time of the assets that are not named
 * @param others times by asset id
 */
record LastEvent(long time, Map<Integer, Long> others) {
  LastEvent {
    others = Map.copyOf(others);
  }

  /** Reads an id; one that is none of ours is a problem. */
  static LastEvent parse(String name, String id) {
    String[] parts = id.strip().split(",", -1);
    long time = time(name, parts[0]);
    Map<Integer, Long> others = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      if (colon < 1) {
        throw notOurs(name);
      }
      long asset =
          Parameters.whole(name, parts[i].substring(0, colon), 1, Integer.MAX_VALUE).orElseThrow();
      others.put((int) asset, time(name, parts[i].substring(colon + 1)));
    }
    return new LastEvent(time, others);
  }

  private static long time(String name, @Nullable String text) {
    return Parameters.seconds(name, text).orElseThrow(() -> notOurs(name));
  }

  private static ProblemException notOurs(String name) {
    return ProblemException.parameter(name, "Send the id of the last event, as it came.");
  }

  long of(int assetId) {
    return others.getOrDefault(assetId, time);
  }

  /**
   * The id for these positions.
   *
   * @param positions by asset id, not empty
   */
  static LastEvent of(Map<Integer, Long> positions) {
    OptionalLong newest = positions.values().stream().mapToLong(time -> time).max();
    long time = newest.orElseThrow();
    Map<Integer, Long> others = new HashMap<>(positions);
    others.values().removeIf(position -> position == time);
    return new LastEvent(time, others);
  }

  /** As it stands behind {@code id:}. */
  String text() {
    StringBuilder text = new StringBuilder().append(time);
    new TreeMap<>(others)
        .forEach((asset, position) -> text.append(',').append(asset).append(':').append(position));
    return text.toString();
  }
}
