package ratecast.pitch.imports;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.PitchStore;

/**
 * Tells a new file from one that is known, by its SHA-256. A known one is due again where it was
 * refused, where it now comes with the trading date it lacked, or where the file that was to be
 * imported is gone. Blocks; any thread.
 */
@Singleton
public final class Claims {
  private final ImportStore imports;
  private final PitchStore messages;

  Claims(ImportStore imports, PitchStore messages) {
    this.imports = imports;
    this.messages = messages;
  }

  /**
   * Makes the file an import, or finds the one it is.
   *
   * @throws ratecast.pitch.store.StoreAwayException where the store could not be asked; nothing is
   *     lost by asking again
   */
  public Claim claim(String name, String sha256, Path file, Optional<TradingDay> day) {
    Path absolute = file.toAbsolutePath().normalize();
    PitchImport known = imports.find(sha256).block();
    if (known == null) {
      PitchImport fresh = requireNonNull(imports.add(name, sha256, absolute, day).block());
      return new Claim(fresh, fresh.file().equals(absolute));
    }
    PitchImport again = isDue(known, day) ? again(known, absolute, day) : null;
    return again == null ? new Claim(known, false) : new Claim(again, true);
  }

  private @Nullable PitchImport again(PitchImport known, Path file, Optional<TradingDay> day) {
    if (known.isVoid()) {
      messages.remove(known.id()).block(); // a changed file's, should its run have been cut short
    }
    return imports.again(known, file, day.or(known::day)).block();
  }

  private static boolean isDue(PitchImport known, Optional<TradingDay> day) {
    return known.state() == ImportState.REFUSED
        || (known.state() == ImportState.DONE && known.day().isEmpty() && day.isPresent())
        || (known.isOpen() && !Files.exists(known.file()));
  }
}
