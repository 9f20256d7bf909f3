package ratecast.pitch.store;

import java.nio.file.Path;
import java.util.Optional;
import ratecast.pitch.book.PitchSummary;
import ratecast.pitch.book.TradingDay;

/**
 * One import, as it stands.
 *
 * @param id given once, rising
 * @param sha256 of the file's own bytes: what makes it the same file
 * @param day whose history its mids become; empty where nobody said
 * @param file where it lies, as an absolute path of the machine that imports it
 * @param reason a sentence, where it was refused
 */
public record PitchImport(
    int id,
    String name,
    String sha256,
    Optional<TradingDay> day,
    Path file,
    ImportState state,
    Optional<String> reason,
    ImportProgress progress) {

  /** What it has come to. */
  public PitchSummary summary() {
    return progress.summary();
  }

  /** Neither done nor refused. */
  public boolean isOpen() {
    return state == ImportState.QUEUED || state == ImportState.RUNNING;
  }

  /** Whether this is the day that it has none of. */
  public boolean lacks(Optional<TradingDay> came) {
    return day.isEmpty() && came.isPresent();
  }

  /** Refused with no line kept: what the store may still have under its id is not of its file. */
  public boolean isVoid() {
    return state == ImportState.REFUSED && summary().lines() == 0;
  }

  /** The line at which it goes on, counted from 1: every earlier one is in the store. */
  public long nextLine() {
    return summary().lines() + 1;
  }

  PitchImport with(ImportProgress newer) {
    return new PitchImport(id, name, sha256, day, file, state, reason, newer);
  }

  PitchImport in(ImportState newer, Optional<String> why) {
    return new PitchImport(id, name, sha256, day, file, newer, why, progress);
  }
}
