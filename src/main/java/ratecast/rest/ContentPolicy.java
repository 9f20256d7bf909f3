package ratecast.rest;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser may load and run for which path: Content-Security-Policy, Level 3. Everything is
 * this server's; what stands inline is named by its hash.
 */
@Singleton
final class ContentPolicy {
  /** The one style element that lightweight-charts 5.2.1 makes: that of its logo. */
  private static final String CHART_STYLE = "'sha256-3pRED1tOXas1FXFoPb9TGCjmYe9XQsmO9OV23khV2nY='";

  private static final String DOCS = "/META-INF/swagger/views/swagger-ui/index.html";
  private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

  private final String usual = policy("'self'", "'self' " + CHART_STYLE);

  /** Swagger UI sets styles of its own, and the page around it begins with a script. */
  private final String ofDocs = policy("'self'" + docsScripts(), "'self' 'unsafe-inline'");

  private static String policy(String scripts, String styles) {
    return "default-src 'self'; script-src "
        + scripts
        + "; style-src "
        + styles
        + "; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none';"
        + " frame-ancestors 'none'";
  }

  /** The policy for this path. Any thread; does not block. */
  String of(String path) {
    return path.equals("/docs") || path.startsWith("/docs/") ? ofDocs : usual;
  }

  private static String docsScripts() {
    try (InputStream in = ContentPolicy.class.getResourceAsStream(DOCS)) {
      if (in == null) {
        return "";
      }
      Matcher script = SCRIPT.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      StringBuilder hashes = new StringBuilder();
      while (script.find()) {
        byte[] hash = Sha256.of(script.group(1).getBytes(StandardCharsets.UTF_8));
        hashes.append(" 'sha256-").append(Base64.getEncoder().encodeToString(hash)).append('\'');
      }
      return hashes.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
