package ratecast;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What must hold between settings that are right one by one. */
final class SettingRules {
  private SettingRules() {}

  /** A sentence for each rule the values break. */
  static List<String> broken(Map<Setting, Object> values) {
    List<String> sentences = new ArrayList<>();
    Duration period = duration(values, Setting.FEED_PERIOD);
    if (period.toNanosPart() != 0) {
      sentences.add("FEED_PERIOD must be whole seconds: a point belongs to a second.");
    }
    if (duration(values, Setting.MAP_RATES_PERIOD).toNanosPart() != 0) {
      sentences.add("MAP_RATES_PERIOD must be whole seconds: a point belongs to a second.");
    }
    if (duration(values, Setting.FEED_TIMEOUT).compareTo(period) >= 0) {
      sentences.add("FEED_TIMEOUT must be below FEED_PERIOD, so that polls never pile up.");
    }
    Duration retention = duration(values, Setting.RETENTION);
    if (!retention.isZero() && retention.compareTo(duration(values, Setting.HISTORY_WINDOW)) < 0) {
      sentences.add(
          "RETENTION must be 0 or at least HISTORY_WINDOW, or history would be gone before it is"
              + " shown.");
    }
    needs(values, "emcont", Setting.EMCONT_EXCHANGE_RATES_URL, sentences);
    needs(values, "recording", Setting.RECORDING_FILE, sentences);
    needs(values, "map", Setting.MAP_RATES_URL, sentences);
    needs(values, "pitch", Setting.PITCH_FILE, sentences);
    if (values.containsKey(Setting.TLS_CERTIFICATE) != values.containsKey(Setting.TLS_KEY)) {
      sentences.add("TLS_CERTIFICATE and TLS_KEY belong together: set both, or neither.");
    }
    return sentences;
  }

  private static void needs(
      Map<Setting, Object> values, String feed, Setting needed, List<String> sentences) {
    if (feed.equals(values.get(Setting.FEED)) && !values.containsKey(needed)) {
      sentences.add(
          "FEED is \"%s\", but %s is not set: it must be %s."
              .formatted(feed, needed.name(), needed.kind().allowed()));
    }
  }

  private static Duration duration(Map<Setting, Object> values, Setting setting) {
    return (Duration) Objects.requireNonNull(values.get(setting));
  }
}
