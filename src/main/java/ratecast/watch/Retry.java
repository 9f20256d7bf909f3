package ratecast.watch;

import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When to come back after a loss: what the server says, else later each time, up to 10 s. */
final class Retry {
  private static final Pattern ASKED = Pattern.compile("retry in (\\d{1,7}) ms");
  private static final long FIRST_MS = 500;
  private static final long LONGEST_MS = 10_000;

  /** Docs/PROTOCOL.md, closing: it would be the same again. */
  private static final Set<Integer> FOR_EVER = Set.of(1002, 1003, 1008, 1009);

  private final RandomGenerator random;
  private long next = FIRST_MS;

  Retry(RandomGenerator random) {
    this.random = random;
  }

  static boolean isUseless(int closeCode) {
    return FOR_EVER.contains(closeCode);
  }

  /** Spread out, since many clients lose one server at one moment. */
  Duration after(String reason) {
    Matcher asked = ASKED.matcher(reason);
    if (asked.find()) {
      return Duration.ofMillis(Long.parseLong(asked.group(1)));
    }
    long wait = next / 2 + random.nextLong(next / 2 + 1);
    next = Math.min(LONGEST_MS, next * 2);
    return Duration.ofMillis(wait);
  }

  /** It went well: the next loss is a new one. */
  void reset() {
    next = FIRST_MS;
  }
}
