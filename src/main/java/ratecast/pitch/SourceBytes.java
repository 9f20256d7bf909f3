package ratecast.pitch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The bytes of a file as they lie in it, counted and hashed as they are read. {@link #available} is
 * 0 at the end of the file only, because a gzip reader takes 0 for the end of the last member and
 * would lose the rest of a file of several members. For one thread; blocks while it reads.
 */
final class SourceBytes extends InputStream {
  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final MessageDigest digest;
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int end;
  private long count;

  SourceBytes(InputStream in) {
    this.in = in;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The bytes read from the file so far. */
  long count() {
    return count;
  }

  /** Of the whole file, once: reads what is left of it; 64 characters of lower-case hexadecimal. */
  String sha256() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether the file begins with the two bytes that every gzip file begins with. */
  boolean startsWithGzip() throws IOException {
    while (end < 2 && fill()) {}
    return end >= 2 && buffer[0] == 0x1F && buffer[1] == (byte) 0x8B;
  }

  @Override
  public int available() throws IOException {
    if (at == end) {
      at = 0;
      end = 0;
      fill();
    }
    return end - at;
  }

  @Override
  public int read() throws IOException {
    return available() == 0 ? -1 : buffer[at++] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int taken = Math.min(available(), length);
    if (taken == 0) {
      return -1;
    }
    System.arraycopy(buffer, at, bytes, offset, taken);
    at += taken;
    return taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    int read = in.read(buffer, end, buffer.length - end);
    if (read <= 0) {
      return false;
    }
    digest.update(buffer, end, read);
    end += read;
    count += read;
    return true;
  }
}
