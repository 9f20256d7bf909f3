package ratecast.pitch.store;

import java.util.Arrays;
import java.util.Locale;

/** How far an import is. */
public enum ImportState {
  QUEUED,
  RUNNING,
  DONE,
  /** Not imported, or not to its end; its reason says why. */
  REFUSED;

  /** As the wire writes it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ImportState of(String word) {
    return Arrays.stream(values())
        .filter(state -> state.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no state of an import: " + word));
  }
}
