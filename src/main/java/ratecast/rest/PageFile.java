package ratecast.rest;

import io.micronaut.http.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page, ready to be sent.
 *
 * @param plain its bytes
 * @param zipped the same as gzip
 * @param tag what an ETag says of it, RFC 9110 section 8.8.3: weak, for it stands for both forms
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them, and a copy each would be the cost
record PageFile(MediaType type, byte[] plain, byte[] zipped, String tag) {

  /**
   * @param name with the ending that says its type
   */
  static PageFile of(String name, byte[] plain) {
    return new PageFile(typeOf(name), plain, zip(plain), "W/\"" + hash(plain) + "\"");
  }

  private static MediaType typeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> MediaType.TEXT_HTML_TYPE;
      case "css" -> MediaType.TEXT_CSS_TYPE;
      case "js" -> MediaType.TEXT_JAVASCRIPT_TYPE;
      case "svg" -> MediaType.IMAGE_SVG_TYPE;
      default -> throw new IllegalArgumentException("no type is known for " + name);
    };
  }

  private static byte[] zip(byte[] plain) {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zipped.toByteArray();
  }

  private static String hash(byte[] plain) {
    return HexFormat.of().formatHex(Sha256.of(plain), 0, 8);
  }
}
