package ratecast.rest;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.io.ResourceLoader;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page's files from memory, zipped once: some thirty go over a browser's six connections before
 * the first chart, and each read from the jar and zipped anew was the most of that second. A
 * browser may keep them for ten seconds; after that it asks again and is told that nothing has
 * changed.
 *
 * <p>The files are index.html, behind.js and what the two name; others are Micronaut's static
 * resources. It is the last filter, behind those that refuse. On the event loop; does not block.
 */
@ServerFilter("/**")
@Order(Ordered.LOWEST_PRECEDENCE)
class PageFiles {
  private static final String FOLDER = "classpath:public/";
  private static final String FIRST = "index.html";
  private static final String REST = "behind.js";
  private static final Pattern NAMED = Pattern.compile("\"(?:\\./)?([\\w./-]+\\.(?:css|js|svg))\"");

  private final Map<String, PageFile> byPath = new HashMap<>();

  PageFiles(ResourceLoader resources) {
    byPath.put("/", take(resources, FIRST));
    take(resources, REST);
  }

  /** A file and what it names. */
  private PageFile take(ResourceLoader resources, String root) {
    byte[] text = read(resources, root);
    PageFile taken = PageFile.of(root, text);
    byPath.put("/" + root, taken);
    Matcher named = NAMED.matcher(new String(text, StandardCharsets.UTF_8));
    while (named.find()) {
      String name = named.group(1);
      byPath.computeIfAbsent("/" + name, path -> PageFile.of(name, read(resources, name)));
    }
    return taken;
  }

  /**
   * The file, also to who wants its headers alone, or null where the request is for something else.
   */
  @RequestFilter
  @Nullable HttpResponse<?> answer(HttpRequest<?> request) {
    PageFile file = byPath.get(request.getPath());
    if (file == null || Upgrade.isAskedBy(request)) {
      return null;
    }
    if (request.getMethod() != HttpMethod.GET && request.getMethod() != HttpMethod.HEAD) {
      throw ProblemException.readOnly("This path is the page's. Points go to /api/v1/points.");
    }
    String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    MutableHttpResponse<?> answer =
        known != null && known.contains(file.tag())
            ? HttpResponse.notModified()
            : whole(file, request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING));
    return answer
        .header(HttpHeaders.ETAG, file.tag())
        .header(HttpHeaders.CACHE_CONTROL, "max-age=10")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
  }

  private static MutableHttpResponse<byte[]> whole(PageFile file, @Nullable String accepted) {
    boolean zipped = accepted != null && accepted.contains("gzip");
    byte[] body = zipped ? file.zipped() : file.plain();
    MutableHttpResponse<byte[]> answer =
        HttpResponse.ok(body).contentType(file.type()).contentLength(body.length);
    return zipped ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer;
  }

  private static byte[] read(ResourceLoader resources, String name) {
    try (InputStream in =
        resources
            .getResourceAsStream(FOLDER + name)
            .orElseThrow(() -> new IllegalStateException("the page has no " + name))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
