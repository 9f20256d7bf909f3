package ratecast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The memory that driver, server and client share: see board.h, which has the same numbers. Each
 * word has one writer; any thread may read.
 */
final class Board implements AutoCloseable {
  /** Values of {@link #PACE}. */
  static final long PAUSED = 0;

  static final long SATURATED = -1;

  static final int PACE = 8;
  static final int TICKS = 16;
  static final int CREDIT_PORT = 17;
  static final int PORT = 18;
  static final int READY = 24;
  static final int DELIVERIES = 25;
  static final int READS = 26;
  static final int SLOWEST = 27;
  static final int REPLAYS = 28;
  static final int LOST = 29;
  static final int REPLAYED_BYTES = 30;
  static final int LATENCIES = 64;
  static final int BUCKETS = 1024;

  static final long FIRST_TIME = 1_700_000_000L;
  static final int MOST_AHEAD = 8;

  private static final int STAMPS = 4096;
  private static final int STAMP_SLOTS = 1 << 20;
  private static final long BYTES = 8L * (STAMPS + STAMP_SLOTS);
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final VarHandle WORDS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final Path file;
  private final ByteBuffer memory;
  private final boolean owned;

  private Board(Path file, boolean owned) throws IOException {
    this.file = file;
    this.owned = owned;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES);
    }
  }

  /** A new one, all zero; in memory where the system has a place for that, so no disk writes. */
  static Board create() throws IOException {
    Path file =
        Files.isWritable(MEMORY)
            ? Files.createTempFile(MEMORY, "ratecast-bench", ".board")
            : Files.createTempFile("ratecast-bench", ".board");
    file.toFile().deleteOnExit(); // a driver that is told to stop leaves nothing behind
    return new Board(file, true);
  }

  static Board open(Path file) throws IOException {
    return new Board(file, false);
  }

  Path file() {
    return file;
  }

  long peek(int word) {
    return (long) WORDS.getAcquire(memory, word * Long.BYTES);
  }

  void put(int word, long value) {
    WORDS.setRelease(memory, word * Long.BYTES, value);
  }

  /** Says when this asset's point of this tick was published. */
  void stamp(long tick, int assets, int asset, long nanos) {
    int slot = (int) ((tick * assets + asset) & (STAMP_SLOTS - 1));
    put(STAMPS + slot, nanos);
  }

  @Override
  public void close() {
    if (owned) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
