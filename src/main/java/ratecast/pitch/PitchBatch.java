package ratecast.pitch;

import java.util.List;

/**
 * Some lines of a file that follow one another, decoded, in file order.
 *
 * @param firstLine number of the first of them, counted from 1
 * @param lines one entry a line, the refused ones too
 */
public record PitchBatch(long firstLine, List<Decoded> lines) {
  public PitchBatch {
    lines = List.copyOf(lines);
  }

  /** The line of the file that the entry at this index was. */
  public long lineOf(int index) {
    return firstLine + index;
  }

  /** Where a reader that has dealt with this batch goes on. */
  public long nextLine() {
    return firstLine + lines.size();
  }
}
