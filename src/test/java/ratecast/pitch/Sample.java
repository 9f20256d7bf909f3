package ratecast.pitch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** The exchange's sample file, and what tests do with files. */
public final class Sample {
  public static final String SHA_256 =
      "9bb5dd7c9a2d4578928bd1c20d9472552dce45fe933d148689e57cc341d5c170";

  private Sample() {}

  public static byte[] bytes() {
    try (InputStream in = Sample.class.getResourceAsStream("/pitch/pitch_example_data.txt")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String text() {
    return new String(bytes(), StandardCharsets.US_ASCII);
  }

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Every line of a file, decoded. */
  public static List<Decoded> decode(byte[] file) {
    List<Decoded> decoded = new ArrayList<>();
    batches(new ByteArrayInputStream(file), PitchFile.BATCH)
        .forEach(batch -> decoded.addAll(batch.lines()));
    return decoded;
  }

  public static List<PitchBatch> batches(InputStream in, int size) {
    List<PitchBatch> batches = new ArrayList<>();
    try (PitchFile file = PitchFile.of(in, size)) {
      Optional<PitchBatch> batch = file.next();
      while (batch.isPresent()) {
        batches.add(batch.get());
        batch = file.next();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches;
  }
}
