package ratecast.store.embedded;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the disk of the store's file still has room. While it has not, the store takes nothing:
 * the map store would close itself at the first write that fails, and lose what it had acknowledged
 * since its last commit. Any thread.
 */
@Singleton
@Requires(missingProperty = "mongodb.uri")
final class DiskRoom {
  private static final Logger log = LoggerFactory.getLogger(DiskRoom.class);

  /** Enough for what was acknowledged already, a commit's worth, several times over. */
  static final long RESERVE = 32L << 20;

  /** To come back it takes more, or a disk at its limit would come and go with each log line. */
  static final long ENOUGH = 2 * RESERVE;

  private final LongSupplier usableBytes;
  private boolean full;

  @Inject
  DiskRoom(EmbeddedConfig config, MeterRegistry meters) {
    this(config);
    if (config.folder().isPresent()) {
      Gauge.builder("ratecast.store.embedded.room", usableBytes, LongSupplier::getAsLong)
          .description("bytes left on the disk of the embedded store")
          .baseUnit(BaseUnits.BYTES)
          .register(meters);
    }
  }

  DiskRoom(EmbeddedConfig config) {
    this(config.folder().<LongSupplier>map(Disk::new).orElse(() -> Long.MAX_VALUE));
  }

  DiskRoom(LongSupplier usableBytes) {
    this.usableBytes = usableBytes;
  }

  /** Asks the disk, and says it once each way. */
  synchronized boolean isFull() {
    long usable = usableBytes.getAsLong();
    if (!full && usable < RESERVE) {
      full = true;
      log.error(
          "The disk of the embedded store has {} MiB left: nothing is written until it has {}",
          usable >> 20,
          ENOUGH >> 20);
    } else if (full && usable >= ENOUGH) {
      full = false;
      log.info("The disk of the embedded store has room again");
    }
    return full;
  }

  /** The usable bytes of a folder's disk, which is found once: that reads the list of mounts. */
  private static final class Disk implements LongSupplier {
    private final Path folder;
    private volatile @Nullable FileStore found;

    Disk(Path folder) {
      this.folder = folder;
    }

    /** What cannot be asked does not count as full: the write itself will tell. */
    @Override
    public long getAsLong() {
      try {
        FileStore disk = found;
        if (disk == null) {
          disk = Files.getFileStore(folder);
          found = disk;
        }
        return disk.getUsableSpace();
      } catch (IOException e) {
        return Long.MAX_VALUE;
      }
    }
  }
}
