package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * WebSocket frames as a server writes them (RFC 6455, 5.2): final, unmasked, whole. Netty's encoder
 * would make a header and copy the payload for each connection; here a frame is made once and its
 * bytes are shared.
 */
final class Frames {
  private static final int TEXT = 0x81;
  private static final int COMPRESSED_TEXT = TEXT | 0x40;
  private static final int CLOSE = 0x88;
  private static final int PING = 0x89;
  private static final int PONG = 0x8A;
  private static final int MAX_CONTROL_PAYLOAD = 125;
  private static final ByteBuf EMPTY_PING =
      Unpooled.unreleasableBuffer(Unpooled.directBuffer(2).writeByte(PING).writeByte(0));

  private Frames() {}

  static void textHeader(int payloadLength, ByteBuf out) {
    header(TEXT, payloadLength, out);
  }

  /** The header of a text compressed as RFC 7692 says: it has the first reserved bit. */
  static void compressedTextHeader(int payloadLength, ByteBuf out) {
    header(COMPRESSED_TEXT, payloadLength, out);
  }

  /** The header's length for a payload of so many bytes. */
  static int headerLength(int payloadLength) {
    return payloadLength < 126 ? 2 : payloadLength <= 0xFFFF ? 4 : 10;
  }

  /** A buffer with what is written to it; none is left where that fails. */
  static ByteBuf written(ByteBufAllocator allocator, int length, Consumer<ByteBuf> writing) {
    ByteBuf out = allocator.directBuffer(length);
    try {
      writing.accept(out);
      return out;
    } catch (RuntimeException | OutOfMemoryError e) {
      out.release();
      throw e;
    }
  }

  static ByteBuf text(byte[] utf8, ByteBufAllocator allocator) {
    ByteBuf out = allocator.directBuffer(headerLength(utf8.length) + utf8.length);
    textHeader(utf8.length, out);
    return out.writeBytes(utf8);
  }

  /** A ping for everyone: nothing is allocated, and nothing to be released. */
  static ByteBuf ping() {
    return EMPTY_PING.duplicate();
  }

  static ByteBuf pong(ByteBuf payload, ByteBufAllocator allocator) {
    int length = Math.min(payload.readableBytes(), MAX_CONTROL_PAYLOAD);
    ByteBuf out = allocator.directBuffer(2 + length);
    header(PONG, length, out);
    return out.writeBytes(payload, payload.readerIndex(), length);
  }

  /**
   * A close frame.
   *
   * @param code one that may stand on the wire
   * @param reason ASCII of at most 123 characters
   */
  static ByteBuf close(int code, String reason, ByteBufAllocator allocator) {
    byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
    ByteBuf out = allocator.directBuffer(4 + text.length);
    header(CLOSE, 2 + text.length, out);
    return out.writeShort(code).writeBytes(text);
  }

  private static void header(int opcode, int length, ByteBuf out) {
    out.writeByte(opcode);
    if (length < 126) {
      out.writeByte(length);
    } else if (length <= 0xFFFF) {
      out.writeByte(126).writeShort(length);
    } else {
      out.writeByte(127).writeLong(length);
    }
  }
}
