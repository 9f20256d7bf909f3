package ratecast.pitch.book;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import ratecast.pitch.Decoded;
import ratecast.pitch.MessageType;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Refusal;
import ratecast.pitch.book.PitchSummary.RefusedLines;
import ratecast.pitch.book.PitchSummary.Volume;

/**
 * Counts the lines of a file. Bounded: reasons are few, whatever the file holds. For one thread.
 */
public final class PitchTally {
  private static final Comparator<Volume> LARGEST_FIRST =
      Comparator.comparingLong(Volume::shares).reversed().thenComparing(Volume::symbol);

  private static final int LETTERS = 128;

  private final long[] countsByLetter = new long[LETTERS];
  private final Map<String, RefusedLines> refusals = new LinkedHashMap<>();
  private long lines;
  private int firstTime = Integer.MAX_VALUE;
  private int lastTime = -1;

  public void add(PitchBatch batch) {
    for (int i = 0; i < batch.lines().size(); i++) {
      add(batch.lineOf(i), batch.lines().get(i));
    }
  }

  public void add(long line, Decoded decoded) {
    lines++;
    if (decoded instanceof PitchMessage message) {
      countsByLetter[message.type().letter()]++;
      firstTime = Math.min(firstTime, message.time());
      lastTime = Math.max(lastTime, message.time());
    } else if (decoded instanceof Refusal refusal) {
      refusals.merge(
          refusal.label(),
          new RefusedLines(line, refusal.label(), refusal.text(), 1),
          (first, next) ->
              new RefusedLines(first.line(), first.reason(), first.text(), first.count() + 1));
    }
  }

  /** What was counted so far, with the books that the same messages made. */
  public PitchSummary summary(Books books) {
    return new PitchSummary(
        lines,
        countsByType(),
        List.copyOf(refusals.values()),
        books.all().size(),
        volumes(books),
        books.unresolvedShares(),
        lastTime < 0 ? OptionalInt.empty() : OptionalInt.of(firstTime),
        lastTime < 0 ? OptionalInt.empty() : OptionalInt.of(lastTime),
        books.oddities());
  }

  private Map<MessageType, Long> countsByType() {
    Map<MessageType, Long> came = new EnumMap<>(MessageType.class);
    for (MessageType type : MessageType.values()) {
      if (countsByLetter[type.letter()] > 0) {
        came.put(type, countsByLetter[type.letter()]);
      }
    }
    return came;
  }

  private static List<Volume> volumes(Books books) {
    List<Volume> volumes = new ArrayList<>();
    for (OrderBook book : books.all()) {
      if (book.executedShares() > 0) {
        volumes.add(new Volume(book.symbol(), book.executedShares()));
      }
    }
    volumes.sort(LARGEST_FIRST);
    return volumes;
  }
}
