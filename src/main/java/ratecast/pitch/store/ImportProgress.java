package ratecast.pitch.store;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ratecast.pitch.book.PitchSummary;

/**
 * How far an import has come.
 *
 * @param summary of the lines that are in the store
 * @param crc {@link ratecast.pitch.PitchFile#crc} of those lines; empty before the first
 * @param second of the file's day up to which its mids are history; 0 where none are
 * @param percent of the file's bytes, 0 to 100
 * @param linesPerSecond of this run
 */
public record ImportProgress(
    PitchSummary summary, OptionalLong crc, int second, int percent, long linesPerSecond) {
  public static final ImportProgress NONE =
      new ImportProgress(
          new PitchSummary(
              0,
              Map.of(),
              List.of(),
              0,
              List.of(),
              0,
              OptionalInt.empty(),
              OptionalInt.empty(),
              Map.of()),
          OptionalLong.empty(),
          0,
          0,
          0);
}
