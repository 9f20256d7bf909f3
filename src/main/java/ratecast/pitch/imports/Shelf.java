package ratecast.pitch.imports;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.pitch.PitchFile;
import ratecast.pitch.store.PitchImport;

/**
 * The folders of the inbox: where uploads arrive, and where files go when they are dealt with,
 * {@code done/} or, with the reason beside them, {@code refused/}. A file is moved and never
 * deleted; files that lie elsewhere stay where they are. Blocks; any thread.
 */
@Singleton
public final class Shelf {
  private static final Logger LOG = LoggerFactory.getLogger(Shelf.class);

  /** Files of one name in one folder; past that one more stays where it is. */
  private static final int MOST_NAMESAKES = 10_000;

  /** Ten times what {@code read-idle-timeout} gives an upload from one byte to the next. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  private final String run = UUID.randomUUID().toString();
  private final AtomicInteger places = new AtomicInteger();
  private final Path inbox;
  private final Path uploads;
  private final InstantSource clock;

  Shelf(PitchConfig config, InstantSource clock) {
    inbox = config.folder();
    uploads = inbox.resolve(".uploads");
    this.clock = clock;
  }

  /** A name for a new upload, in a folder made where it is missing. */
  public Path place() throws IOException {
    Files.createDirectories(uploads);
    return uploads.resolve(run + "." + places.incrementAndGet());
  }

  /**
   * Puts away the file of an import that is over. What lies there with other bytes by now is not
   * its file but the next: it stays.
   */
  void away(PitchImport over) {
    if (over.isOpen() || !isOurs(over.file())) {
      return;
    }
    if (isUpload(over.file())) {
      touch(over.file());
    }
    if (!isStillThere(over)) {
      return;
    }
    switch (over.state()) {
      case DONE -> done(over.file(), over.name());
      case REFUSED -> refused(over.file(), over.name(), over.reason().orElse("No reason is kept."));
      default -> {} // it is still needed
    }
  }

  /** A file whose content is, or will be, in the store. */
  void done(Path file, String name) {
    if (isOurs(file)) {
      move(file, inbox.resolve("done"), name);
    }
  }

  void refused(Path file, String name, String reason) {
    if (isOurs(file)) {
      Path there = move(file, inbox.resolve("refused"), name);
      if (!there.equals(file)) {
        explain(there.resolveSibling(there.getFileName() + ".reason.txt"), reason);
      }
    }
  }

  /**
   * Deletes what is left of uploads that never became an import: copies of ours, half of a file.
   * One that still comes is modified within a minute, wherever it comes in: other nodes may have
   * the same folder.
   *
   * @param needed the files' names of all imports that are open: of paths another node has others.
   *     Asked where there is something to delete
   */
  void sweepUploads(Supplier<Set<String>> needed) {
    if (!Files.isDirectory(uploads)) {
      return;
    }
    try {
      List<Path> old = oldUploads();
      if (!old.isEmpty()) {
        Set<String> spared = needed.get();
        for (Path file : oldUploads()) { // again: one that was just imported is put away now
          if (!spared.contains(String.valueOf(file.getFileName()))) {
            Files.deleteIfExists(file);
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("Old uploads in {} cannot be deleted: {}", uploads, e.toString());
    }
  }

  private List<Path> oldUploads() throws IOException {
    try (Stream<Path> files = Files.list(uploads)) {
      return files.filter(this::isOld).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private boolean isOld(Path upload) {
    try {
      Instant modified = Files.getLastModifiedTime(upload).toInstant();
      return modified.isBefore(clock.instant().minus(LONGEST_SILENCE));
    } catch (IOException e) {
      return false; // gone meanwhile, or nobody knows
    }
  }

  /** No longer open and not yet moved, it would be swept by another node's importer. */
  private void touch(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
    } catch (IOException e) {
      LOG.debug("{} cannot be touched", file, e); // nor moved, then, which is said
    }
  }

  private static boolean isStillThere(PitchImport over) {
    try {
      return PitchFile.sha256(over.file()).equals(over.sha256());
    } catch (IOException e) {
      return Files.exists(over.file()); // cannot be read, as its reason says
    }
  }

  private boolean isOurs(Path file) {
    return isUpload(file) || inbox.equals(file.toAbsolutePath().normalize().getParent());
  }

  private boolean isUpload(Path file) {
    return uploads.equals(file.toAbsolutePath().normalize().getParent());
  }

  /** Where the file is now. */
  private static Path move(Path file, Path folder, String name) {
    try {
      Files.createDirectories(folder);
      Path there = free(folder, name);
      try {
        return Files.move(file, there, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException otherDisk) {
        return Files.move(file, there);
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be moved to {}: {}", file, folder, e.toString());
      return file;
    }
  }

  private static Path free(Path folder, String name) throws IOException {
    for (int n = 1; n <= MOST_NAMESAKES; n++) {
      Path place = folder.resolve(n == 1 ? name : name + "." + n);
      if (!Files.exists(place)) {
        return place;
      }
    }
    throw new IOException("too many files named " + name);
  }

  private static void explain(Path file, String reason) {
    try {
      Files.write(file, List.of(reason), StandardCharsets.UTF_8);
    } catch (IOException e) {
      LOG.warn("{} cannot be written: {}", file, e.toString());
    }
  }
}
