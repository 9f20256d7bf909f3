package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.wire.HistoryJson;

/**
 * The encoded points of windows as buffers ready to be written, one for each asset, shared by
 * everyone who joins before the next point. Lives on one event loop.
 *
 * <p>Bounded: past {@value #MAX_BYTES} bytes all are let go, and each second those that a newer
 * point has outdated.
 */
final class Histories {
  private static final int MAX_BYTES = 32 << 20;
  private static final byte[] BASE_HEAD = HistoryJson.baseHead();
  static final byte[] TAIL = HistoryJson.TAIL.getBytes(StandardCharsets.US_ASCII);

  private record Ready(long firstTime, long lastTime, int count, ByteBuf frame) {
    boolean is(Slice points) {
      return points.count() == count
          && points.firstTime() == firstTime
          && points.lastTime() == lastTime;
    }
  }

  private final ByteBufAllocator allocator;
  private final Map<Tape, Ready> ready = new HashMap<>();
  private long bytes;

  Histories(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** The history of the base protocol; the caller owns the buffer. */
  ByteBuf base(Tape tape, Slice points) {
    if (points.isEmpty()) {
      return frame(points);
    }
    Ready known = ready.get(tape);
    if (known != null && known.is(points)) {
      return known.frame().retainedDuplicate();
    }
    ByteBuf frame = frame(points);
    keep(tape, points, frame);
    return frame;
  }

  private void keep(Tape tape, Slice points, ByteBuf frame) {
    if (bytes + frame.readableBytes() > MAX_BYTES) {
      clear();
    }
    Ready old =
        ready.put(
            tape,
            new Ready(
                points.firstTime(), points.lastTime(), points.count(), frame.retainedDuplicate()));
    bytes += frame.readableBytes();
    if (old != null) {
      letGo(old);
    }
  }

  private ByteBuf frame(Slice points) {
    int length = BASE_HEAD.length + points.joinedLength() + TAIL.length;
    ByteBuf out = allocator.directBuffer(Frames.headerLength(length) + length);
    Frames.textHeader(length, out);
    out.writeBytes(BASE_HEAD);
    points.joinedJson((json, from, to) -> out.writeBytes(json, from, to - from));
    return out.writeBytes(TAIL);
  }

  /** Lets go of what a newer point has outdated: nobody will ask for it again. */
  void letGoOutdated() {
    Iterator<Map.Entry<Tape, Ready>> entries = ready.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Tape, Ready> entry = entries.next();
      if (entry.getValue().lastTime() != entry.getKey().window().lastTime()) {
        letGo(entry.getValue());
        entries.remove();
      }
    }
  }

  void clear() {
    ready.values().forEach(this::letGo);
    ready.clear();
  }

  private void letGo(Ready old) {
    bytes -= old.frame().readableBytes();
    old.frame().release();
  }
}
