package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Messages compressed by themselves (RFC 7692, 7.2, no context takeover), for all connections of
 * one event loop, on which it lives: two zlib states in all, where Netty's handler keeps 128 KB for
 * each connection.
 */
final class Compression {
  /**
   * Bytes from which on it pays: below, a message fits into one packet anyhow
   * (docs/decisions/0005).
   */
  static final int WORTH = 1400;

  /** 1: four times as fast as 6 on a history, and as small (docs/decisions/0005). */
  private static final int LEVEL = 1;

  /** What a sender leaves off and a receiver puts back (7.2.1). */
  private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final Inflater inflater = new Inflater(true);
  private final byte[] inflated = new byte[StreamConfig.MAX_REQUEST_BYTES + 1];
  private byte[] scratch = new byte[16 << 10];

  /** The payload as a compressed text frame. */
  ByteBuf frame(ByteBuffer payload, ByteBufAllocator allocator) {
    deflater.reset();
    deflater.setInput(payload);
    int length = 0;
    int room;
    do {
      if (scratch.length - length < 64) {
        scratch = Arrays.copyOf(scratch, scratch.length * 2);
      }
      room = scratch.length - length;
      int written = deflater.deflate(scratch, length, room, Deflater.SYNC_FLUSH);
      length += written;
      room -= written;
    } while (room == 0);
    int compressed = length - TAIL.length;
    ByteBuf out = allocator.directBuffer(Frames.headerLength(compressed) + compressed);
    Frames.compressedTextHeader(compressed, out);
    return out.writeBytes(scratch, 0, compressed);
  }

  /**
   * A client's message as it was; empty where it would be longer than a request may be.
   *
   * @throws DataFormatException where it is not the compressed form of anything
   */
  Optional<byte[]> inflate(byte[] message) throws DataFormatException {
    inflater.reset();
    int length = 0;
    for (byte[] input : new byte[][] {message, TAIL}) {
      inflater.setInput(input);
      length += inflater.inflate(inflated, length, inflated.length - length);
    }
    return length == inflated.length
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(inflated, length));
  }
}
