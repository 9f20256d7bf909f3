package ratecast.pitch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A PITCH file, plain or gzip (told by its first bytes, not by its name), as batches of decoded
 * lines. Whatever its size and whatever stands in it, it holds one batch and two buffers in memory.
 * Only the file itself can fail, with an {@link IOException}: away, or a gzip cut short.
 *
 * <p>For one thread; {@link #next} blocks while it reads.
 */
public final class PitchFile implements AutoCloseable {
  /** Lines of a batch. */
  public static final int BATCH = 1000;

  private static final int GZIP_BUFFER = 1 << 16;

  private final SourceBytes source;
  private final FileLines lines;
  private final PitchDecoder decoder = new PitchDecoder();
  private final int batch;
  private long nextLine = 1;
  private Optional<String> sha256 = Optional.empty();

  private PitchFile(SourceBytes source, InputStream content, int batch) {
    this.source = source;
    this.lines = new FileLines(content);
    this.batch = batch;
  }

  public static PitchFile open(Path path) throws IOException {
    InputStream in = Files.newInputStream(path);
    try {
      return of(in, BATCH);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  public static PitchFile of(InputStream in) throws IOException {
    return of(in, BATCH);
  }

  /** Gives batches of so many lines, at least 1, instead of {@value #BATCH}. */
  public static PitchFile of(InputStream in, int batch) throws IOException {
    if (batch <= 0) {
      throw new IllegalArgumentException("a batch of " + batch + " lines");
    }
    SourceBytes source = new SourceBytes(in);
    InputStream content =
        source.startsWithGzip() ? new GZIPInputStream(source, GZIP_BUFFER) : source;
    return new PitchFile(source, content, batch);
  }

  /** Of a file's own bytes, whatever they are, as {@code sha256sum} prints it. */
  public static String sha256(Path path) throws IOException {
    try (SourceBytes source = new SourceBytes(Files.newInputStream(path))) {
      return source.sha256();
    }
  }

  /** The next lines; fewer than a batch only at the end, empty after it. */
  public Optional<PitchBatch> next() throws IOException {
    List<Decoded> decoded = new ArrayList<>(batch);
    while (decoded.size() < batch && lines.advance()) {
      decoded.add(decoder.decode(lines.bytes(), lines.start(), lines.end()));
    }
    if (decoded.isEmpty()) {
      return Optional.empty();
    }
    PitchBatch next = new PitchBatch(nextLine, decoded);
    nextLine = next.nextLine();
    return Optional.of(next);
  }

  /**
   * Reads over the lines before this one, without decoding them: an import goes on where it
   * stopped. Does nothing where the file is there already, or further.
   *
   * @param line counted from 1
   */
  public void skipTo(long line) throws IOException {
    while (nextLine < line && lines.advance()) {
      nextLine++;
    }
  }

  /**
   * CRC-32C of the content, unpacked where it is compressed, from its start to the end of the last
   * line that was given or read over: of the same lines it is the same.
   */
  public long crc() {
    return lines.crc();
  }

  /** How much of the file was read so far: its own bytes, compressed where it is. */
  public long bytesRead() {
    return source.count();
  }

  /**
   * Of the file's own bytes, as {@code sha256sum} prints it. Reads what is left of the file first;
   * after this there is no next batch.
   */
  public String sha256() throws IOException {
    if (sha256.isEmpty()) {
      sha256 = Optional.of(source.sha256());
    }
    return sha256.get();
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
