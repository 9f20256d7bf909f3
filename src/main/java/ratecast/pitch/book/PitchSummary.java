package ratecast.pitch.book;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import ratecast.pitch.MessageType;

/**
 * What a file, or the part of it read so far, comes to.
 *
 * @param lines messages and refused lines
 * @param countsByType only of the types that came
 * @param refusals one entry a reason, in the order in which they first came
 * @param symbols different ones that a message named
 * @param volumes symbols with executed shares, the largest first, equal ones by symbol
 * @param unresolvedShares executed shares of orders that the file does not name
 * @param firstTime the earliest, in milliseconds past midnight US Eastern; empty without messages
 * @param lastTime the latest
 * @param oddities only those that happened
 */
public record PitchSummary(
    long lines,
    Map<MessageType, Long> countsByType,
    List<RefusedLines> refusals,
    int symbols,
    List<Volume> volumes,
    long unresolvedShares,
    OptionalInt firstTime,
    OptionalInt lastTime,
    Map<Oddity, Long> oddities) {

  /** The executed shares of one symbol: executions and trades, less trade breaks. */
  public record Volume(String symbol, long shares) {}

  /**
   * The lines refused for one reason.
   *
   * @param line number of the first of them, counted from 1
   * @param reason as {@link ratecast.pitch.Refusal#label} words it
   * @param text of the first of them, shortened
   */
  public record RefusedLines(long line, String reason, String text, long count) {}

  public PitchSummary {
    countsByType = ordered(MessageType.class, countsByType);
    refusals = List.copyOf(refusals);
    volumes = List.copyOf(volumes);
    oddities = ordered(Oddity.class, oddities);
  }

  public long messages() {
    return countsByType.values().stream().mapToLong(Long::longValue).sum();
  }

  public long refusedLines() {
    return lines - messages();
  }

  /** The symbols with the most executed shares, at most so many. */
  public List<Volume> top(int count) {
    return volumes.subList(0, Math.min(count, volumes.size()));
  }

  /** In the order of the words, so that two summaries of one file read the same. */
  private static <E extends Enum<E>> Map<E, Long> ordered(Class<E> words, Map<E, Long> counts) {
    EnumMap<E, Long> copy = new EnumMap<>(words);
    copy.putAll(counts);
    return Collections.unmodifiableMap(copy);
  }
}
