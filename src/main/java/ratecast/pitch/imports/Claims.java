package ratecast.pitch.imports;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.PitchFile;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.PitchStore;

/**
 * Tells a new file from one that is known, by its SHA-256. A known one is due again where it was
 * refused, where it is done and comes with the trading date it lacked, or where the file that was
 * to be imported is not on this machine. Blocks; any thread.
 */
@Singleton
public final class Claims {
  private final ImportStore imports;
  private final PitchStore messages;
  private final MidHistory history;

  Claims(ImportStore imports, PitchStore messages, MidHistory history) {
    this.imports = imports;
    this.messages = messages;
    this.history = history;
  }

  /**
   * Makes the file an import, or finds the one it is. Where that is still open, of a file that lies
   * elsewhere, that one is read whole.
   *
   * @throws ratecast.pitch.store.StoreAwayException where the store could not be asked; nothing is
   *     lost by asking again
   */
  public Claim claim(String name, String sha256, Path file, Optional<TradingDay> day) {
    Path absolute = file.toAbsolutePath().normalize();
    Optional<Path> lost =
        imports
            .find(sha256)
            .blockOptional()
            .filter(known -> known.isOpen() && !known.file().equals(absolute))
            .filter(known -> absence(known).isPresent())
            .map(PitchImport::file);
    return claim(name, sha256, absolute, day, lost);
  }

  /**
   * What is the matter with the file of an import, to follow its path in a sentence; empty where it
   * lies there. The path alone would not do: another node has a folder of the same name, with other
   * files. Reads the file whole.
   */
  static Optional<String> absence(PitchImport imported) {
    if (!Files.exists(imported.file())) {
      return Optional.of("is not here");
    }
    try {
      return PitchFile.sha256(imported.file()).equals(imported.sha256())
          ? Optional.empty()
          : Optional.of("is another file here");
    } catch (IOException e) {
      return Optional.of("cannot be read here (" + e + ")");
    }
  }

  /**
   * One at a time: of two that find an import to be empty the second would remove what the first
   * has stored by then.
   *
   * @param lost where the import's own file was looked for and does not lie
   */
  private synchronized Claim claim(
      String name, String sha256, Path file, Optional<TradingDay> day, Optional<Path> lost) {
    PitchImport known = imports.find(sha256).block();
    if (known == null) {
      PitchImport fresh = requireNonNull(imports.add(name, sha256, file, day).block());
      return new Claim(fresh, fresh.file().equals(file));
    }
    Optional<String> refusal = refusal(known, day);
    boolean isDue = isDue(known, day) || (known.isOpen() && lost.equals(Optional.of(known.file())));
    PitchImport again = refusal.isEmpty() && isDue ? again(known, file, day) : null;
    return again == null ? new Claim(known, false, refusal) : new Claim(again, true);
  }

  /** Asked before the day is the import's: a run under it would make a done one a refused one. */
  private Optional<String> refusal(PitchImport known, Optional<TradingDay> day) {
    return known.state() != ImportState.REFUSED && known.lacks(day)
        ? day.flatMap(history::refusal)
        : Optional.empty();
  }

  private @Nullable PitchImport again(PitchImport known, Path file, Optional<TradingDay> day) {
    if (known.isVoid()) {
      // A changed file's, should its run have been cut short.
      messages.remove(known.id(), imports.isVoid(known.id())).block();
    }
    boolean wasRefused = known.state() == ImportState.REFUSED; // perhaps for the day it had
    return imports.again(known, file, wasRefused ? day : day.or(known::day)).block();
  }

  private static boolean isDue(PitchImport known, Optional<TradingDay> day) {
    return known.state() == ImportState.REFUSED
        || (known.state() == ImportState.DONE && known.lacks(day));
  }
}
