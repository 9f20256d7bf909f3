package ratecast.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where rates come from, by the words of the setting FEED. */
enum FeedKind {
  EMCONT,
  WALK,
  RECORDING,
  PITCH,
  MAP,
  NONE;

  private static final String AUTO = "auto";

  /** Empty where it is not said (or "auto"), so that the other settings decide. */
  static Optional<FeedKind> parse(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.isEmpty() || word.equals(AUTO)) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values())
            .filter(kind -> kind.word().equals(word))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException(refusal(text))));
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static String refusal(String text) {
    String allowed = Arrays.stream(values()).map(FeedKind::word).collect(Collectors.joining(", "));
    return "FEED is \""
        + text
        + "\": allowed are "
        + allowed
        + ", or nothing (emcont where"
        + " EMCONT_EXCHANGE_RATES_URL is set, else walk)";
  }
}
