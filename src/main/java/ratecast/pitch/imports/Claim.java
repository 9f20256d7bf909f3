package ratecast.pitch.imports;

import java.util.Optional;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.PitchImport;

/**
 * What handing in a file led to.
 *
 * @param isDue false where the file was imported, or is to be, without this
 * @param refusal a sentence, where the trading date that came cannot be kept and the import, done
 *     or under way without one, is left as it is
 */
public record Claim(PitchImport imported, boolean isDue, Optional<String> refusal) {
  /** One that no date stood in the way of. */
  public Claim(PitchImport imported, boolean isDue) {
    this(imported, isDue, Optional.empty());
  }

  /** Whether what is still imported without a date can have this one when it is done. */
  public boolean isEarly(Optional<TradingDay> day) {
    return !isDue && refusal.isEmpty() && imported.lacks(day);
  }
}
