package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import ratecast.tape.Slice;

/**
 * The points a session that fell behind has missed, read from the tapes. Lives on its event loop.
 */
final class CatchUp {
  private final Map<PointLine, Slice> missed = new LinkedHashMap<>();
  private long frames;
  private boolean hole;

  /**
   * What came since.
   *
   * @param behind for each line the time up to which the session has everything
   */
  CatchUp(Map<Line, Long> behind) {
    behind.forEach(
        (line, has) -> {
          if (line instanceof PointLine pointLine) {
            Slice slice = pointLine.tape().window().slice(has, line.position());
            hole |= pointLine.isTorn(slice, has);
            add(pointLine, slice);
          } else if (line instanceof CandleLine candles) {
            hole |= candles.hasForgotten(has);
          }
        });
  }

  private void add(PointLine line, Slice slice) {
    if (!slice.isEmpty()) {
      missed.put(line, slice);
      frames += frames(line, slice);
    }
  }

  /** At most so many: the first and the last stretch need not be whole. */
  private static long frames(PointLine line, Slice slice) {
    long stretches = (slice.lastTime() - slice.firstTime()) / line.everySeconds() + 2;
    return Math.min(slice.count(), stretches);
  }

  /** Whether some of it, candles too, is no longer in memory. */
  boolean hasHole() {
    return hole;
  }

  boolean isEmpty() {
    return missed.isEmpty();
  }

  /** How much it would be to send all of it. */
  long bytes() {
    return frames * PointFrames.TYPICAL_LENGTH;
  }

  /**
   * The frames to send.
   *
   * @param merge only the newest of each asset, for a client too slow for all of them
   * @param extended whether merged points may say what they stand for
   */
  ByteBuf frames(Shard shard, boolean merge, boolean extended, StreamMeters meters) {
    long length = merge ? (long) missed.size() * 2 * PointFrames.TYPICAL_LENGTH : bytes();
    return Frames.written(
        shard.allocator(),
        (int) length,
        out -> write(shard.frames(), merge, extended, meters, out));
  }

  private void write(
      PointFrames frames, boolean merge, boolean extended, StreamMeters meters, ByteBuf out) {
    missed.forEach(
        (line, slice) -> {
          if (merge && slice.count() > 1) {
            frames.writeNewest(line.tape(), slice, extended, out);
            meters.conflated((int) frames(line, slice) - 1);
          } else if (line.everySeconds() > 1) {
            frames.writeConflated(line.tape(), slice, line.everySeconds(), out);
          } else {
            frames.write(slice, out);
          }
        });
  }
}
