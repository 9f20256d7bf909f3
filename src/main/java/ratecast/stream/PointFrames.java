package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import ratecast.market.Candle;
import ratecast.tape.Conflation;
import ratecast.tape.Slice;
import ratecast.tape.Tape;
import ratecast.wire.CandleMessages;
import ratecast.wire.JsonBytes;
import ratecast.wire.Merged;
import ratecast.wire.MessageEncoder;
import ratecast.wire.PointJson;

/**
 * Points as {@code point} frames and candles as {@code candle} frames, one behind the other. The
 * JSON of a point is the window's; only the envelope is laid around it. For one thread.
 */
final class PointFrames {
  private static final byte[] HEAD = MessageEncoder.POINT_HEAD.getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TAIL = MessageEncoder.POINT_TAIL.getBytes(StandardCharsets.US_ASCII);

  /** A generous guess of one frame's bytes, for sums that decide and not for buffers. */
  static final int TYPICAL_LENGTH = 128;

  private final JsonBytes scratch = new JsonBytes(256);

  /** Every point of the slice by itself. */
  void write(Slice points, ByteBuf out) {
    points.forEachJson((bytes, from, to) -> frame(bytes, from, to, out));
  }

  /** A point that is in no window. */
  void writeOne(PointJson json, long time, double value, ByteBuf out) {
    scratch.clear();
    json.write(time, value, scratch);
    frame(scratch.array(), 0, scratch.length(), out);
  }

  /**
   * The points of each aligned stretch of seconds as one, saying what they stand for.
   *
   * @return how many frames
   */
  int writeConflated(Tape tape, Slice points, int everySeconds, ByteBuf out) {
    return Conflation.merge(points, everySeconds, merged -> writeMerged(tape, merged, true, out));
  }

  /**
   * One point for all of the slice.
   *
   * @param extended whether the client may be told how many points it stands for
   */
  void writeNewest(Tape tape, Slice points, boolean extended, ByteBuf out) {
    writeMerged(tape, Conflation.newest(points), extended, out);
  }

  private void writeMerged(Tape tape, Merged merged, boolean extended, ByteBuf out) {
    scratch.clear();
    if (extended) {
      tape.json().writeMerged(merged, scratch);
    } else {
      tape.json().write(merged.time(), merged.value(), scratch);
    }
    frame(scratch.array(), 0, scratch.length(), out);
  }

  /** A candle, laid out where its bytes will be shared from. */
  void writeCandle(CandleMessages messages, Candle candle, ByteBuf out) {
    scratch.clear();
    messages.write(candle, scratch);
    Frames.textHeader(scratch.length(), out);
    out.writeBytes(scratch.array(), 0, scratch.length());
  }

  private static void frame(byte[] json, int from, int to, ByteBuf out) {
    Frames.textHeader(HEAD.length + (to - from) + TAIL.length, out);
    out.writeBytes(HEAD).writeBytes(json, from, to - from).writeBytes(TAIL);
  }
}
