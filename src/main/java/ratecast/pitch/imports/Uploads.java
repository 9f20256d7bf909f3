package ratecast.pitch.imports;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Takes what is sent into a file of the inbox's, hashed on the way and never whole in memory.
 * Blocks; any thread.
 */
@Singleton
public final class Uploads {
  private static final int BUFFER = 1 << 16;

  private final Shelf shelf;
  private final InboxDisk disk;
  private final long most;

  Uploads(Shelf shelf, InboxDisk disk, PitchConfig config) {
    this.shelf = shelf;
    this.disk = disk;
    this.most = config.maxUpload();
  }

  /** Bytes that one upload may have: {@code pitch.max-upload}. */
  public long most() {
    return most;
  }

  /**
   * Reads the stream to its end. Where that fails nothing is left behind.
   *
   * @throws IOException of the stream's
   * @throws UploadTooLargeException as soon as it is
   * @throws InboxUnavailableException where the disk does not take it; sending it again is safe
   */
  public Upload receive(InputStream in)
      throws IOException, UploadTooLargeException, InboxUnavailableException {
    try (ArrivingFile file = ArrivingFile.at(shelf, disk)) {
      String sha256 = copy(in, file);
      return new Upload(file.whole(), sha256);
    }
  }

  /** For one that turned out not to be needed. */
  public void discard(Upload upload) {
    ArrivingFile.delete(upload.file());
  }

  private String copy(InputStream in, ArrivingFile file)
      throws IOException, UploadTooLargeException, InboxUnavailableException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      bytes += n;
      if (bytes > most) {
        throw new UploadTooLargeException(most);
      }
      digest.update(buffer, 0, n);
      file.write(buffer, n);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
