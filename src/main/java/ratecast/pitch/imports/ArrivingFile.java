package ratecast.pitch.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of the inbox's while it arrives: what its disk says is told apart from what the line says
 * that it comes by. Closed before it is whole it is deleted. For one thread; blocks.
 */
final class ArrivingFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivingFile.class);

  private final Path path;
  private final OutputStream out;
  private final InboxDisk disk;
  private long bytes;
  private boolean isWhole;

  private ArrivingFile(Path path, OutputStream out, InboxDisk disk) {
    this.path = path;
    this.out = out;
    this.disk = disk;
  }

  static ArrivingFile at(Shelf shelf, InboxDisk disk) throws InboxUnavailableException {
    try {
      Path path = shelf.place();
      return new ArrivingFile(path, Files.newOutputStream(path), disk);
    } catch (IOException e) {
      throw disk.refused(0, e);
    }
  }

  void write(byte[] buffer, int n) throws InboxUnavailableException {
    try {
      out.write(buffer, 0, n);
      bytes += n;
    } catch (IOException e) {
      throw disk.refused(bytes, e);
    }
  }

  /** Nothing more comes: it stays. */
  Path whole() throws InboxUnavailableException {
    try {
      out.close();
    } catch (IOException e) { // what some disks say of what was written before
      throw disk.refused(bytes, e);
    }
    isWhole = true;
    disk.took();
    return path;
  }

  @Override
  public void close() {
    if (isWhole) {
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      LOG.debug("{} is not closed", path, e);
    }
    delete(path);
  }

  /** One that cannot be deleted now is swept when it is old. */
  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} cannot be deleted", file, e);
    }
  }
}
