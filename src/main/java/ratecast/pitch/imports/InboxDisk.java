package ratecast.pitch.imports;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk of the inbox takes what is sent: said once each way, and each file that it did
 * not take is counted. Any thread.
 */
@Singleton
final class InboxDisk {
  private static final Logger LOG = LoggerFactory.getLogger(InboxDisk.class);

  /**
   * More room than when it was full, to come back: a file that was too large is deleted, and the
   * next small one finds room where it lay.
   */
  static final long ENOUGH = 64L << 20;

  private static final long NONE = -1;

  private final Path inbox;
  private final LongSupplier usableBytes;
  private final ImportMeters counts;

  /** Bytes that the largest of the files had that it did not take to their end. */
  private final AtomicLong cutAt = new AtomicLong(NONE);

  @Inject
  InboxDisk(PitchConfig config, ImportMeters counts) {
    this(config.folder(), () -> usable(config.folder()), counts);
  }

  InboxDisk(Path inbox, LongSupplier usableBytes, ImportMeters counts) {
    this.inbox = inbox;
    this.usableBytes = usableBytes;
    this.counts = counts;
  }

  /** It took so many bytes of a file and no more. */
  InboxUnavailableException refused(long bytes, IOException why) {
    counts.imports("inbox-unavailable");
    if (cutAt.getAndAccumulate(bytes, Math::max) == NONE) {
      LOG.warn(
          "The inbox {} takes no file ({}); who sends one is answered 503", inbox, why.toString());
    }
    return new InboxUnavailableException(why);
  }

  /** It took a whole file. Asks the disk where it had not taken another. */
  void took() {
    long bytes = cutAt.get();
    if (bytes != NONE
        && usableBytes.getAsLong() >= bytes + ENOUGH
        && cutAt.compareAndSet(bytes, NONE)) {
      LOG.info("The inbox takes files again");
    }
  }

  /** What cannot be asked does not count as full: the next file will tell. */
  private static long usable(Path inbox) {
    try {
      return Files.getFileStore(inbox).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
