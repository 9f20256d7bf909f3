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
 * The encoded points of windows as buffers ready to be written, one for each asset, and one more
 * where somebody wants it compressed, shared by everyone who joins before the next point. Lives on
 * one event loop.
 *
 * <p>Bounded: past {@value #MAX_BYTES} bytes all are let go, and each second those that a newer
 * point has outdated.
 */
final class Histories {
  private static final int MAX_BYTES = 32 << 20;
  private static final byte[] BASE_HEAD = HistoryJson.baseHead();
  static final byte[] TAIL = HistoryJson.TAIL.getBytes(StandardCharsets.US_ASCII);

  private record Key(Tape tape, boolean compressed) {}

  private record Ready(long firstTime, long lastTime, int count, ByteBuf frame) {
    boolean is(Slice points) {
      return points.count() == count
          && points.firstTime() == firstTime
          && points.lastTime() == lastTime;
    }
  }

  private final ByteBufAllocator allocator;
  private final Compression compression;
  private final Map<Key, Ready> ready = new HashMap<>();
  private long bytes;

  Histories(ByteBufAllocator allocator, Compression compression) {
    this.allocator = allocator;
    this.compression = compression;
  }

  /** The history of the base protocol; the caller owns the buffer. */
  ByteBuf base(Tape tape, Slice points, boolean compressed) {
    if (points.isEmpty()) {
      return frame(points);
    }
    Key key = new Key(tape, compressed);
    Ready known = ready.get(key);
    if (known != null && known.is(points)) {
      return known.frame().retainedDuplicate();
    }
    ByteBuf frame = compressed ? compressed(points) : frame(points);
    keep(key, points, frame);
    return frame;
  }

  private void keep(Key key, Slice points, ByteBuf frame) {
    if (bytes + frame.readableBytes() > MAX_BYTES) {
      clear();
    }
    Ready old =
        ready.put(
            key,
            new Ready(
                points.firstTime(), points.lastTime(), points.count(), frame.retainedDuplicate()));
    bytes += frame.readableBytes();
    if (old != null) {
      letGo(old);
    }
  }

  private ByteBuf frame(Slice points) {
    int length = length(points);
    ByteBuf out = allocator.directBuffer(Frames.headerLength(length) + length);
    Frames.textHeader(length, out);
    write(points, out);
    return out;
  }

  private ByteBuf compressed(Slice points) {
    ByteBuf plain = allocator.directBuffer(length(points));
    try {
      write(points, plain);
      return compression.frame(plain.nioBuffer(), allocator);
    } finally {
      plain.release();
    }
  }

  private static int length(Slice points) {
    return BASE_HEAD.length + points.joinedLength() + TAIL.length;
  }

  private static void write(Slice points, ByteBuf out) {
    out.writeBytes(BASE_HEAD);
    points.joinedJson((json, from, to) -> out.writeBytes(json, from, to - from));
    out.writeBytes(TAIL);
  }

  /** Lets go of what a newer point has outdated: nobody will ask for it again. */
  void letGoOutdated() {
    Iterator<Map.Entry<Key, Ready>> entries = ready.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Key, Ready> entry = entries.next();
      if (entry.getValue().lastTime() != entry.getKey().tape().window().lastTime()) {
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
