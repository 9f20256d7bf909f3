package ratecast.pitch.imports;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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

  private final String run = UUID.randomUUID().toString();
  private final AtomicInteger places = new AtomicInteger();
  private final Path inbox;
  private final Path uploads;

  Shelf(PitchConfig config) {
    inbox = config.folder();
    uploads = inbox.resolve(".uploads");
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
    if (over.isOpen() || !isOurs(over.file()) || !isStillThere(over)) {
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
   * Deletes what earlier runs left of uploads that never became an import: copies of ours, half of
   * a file.
   */
  void sweepUploads(Set<Path> needed) {
    if (!Files.isDirectory(uploads)) {
      return;
    }
    try (Stream<Path> files = Files.list(uploads)) {
      for (Path file : files.filter(f -> !needed.contains(f) && !isOfThisRun(f)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOG.warn("Old uploads in {} cannot be deleted: {}", uploads, e.toString());
    }
  }

  private boolean isOfThisRun(Path upload) {
    return String.valueOf(upload.getFileName()).startsWith(run);
  }

  private static boolean isStillThere(PitchImport over) {
    try {
      return PitchFile.sha256(over.file()).equals(over.sha256());
    } catch (IOException e) {
      return Files.exists(over.file()); // cannot be read, as its reason says
    }
  }

  private boolean isOurs(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    return inbox.equals(folder) || uploads.equals(folder);
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
