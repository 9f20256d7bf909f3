package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;

/** How the page's files are handed out: zipped to who can read that, and once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageFilesTest {
  private static final Path FOLDER = Path.of("src/main/resources/public");

  private RunningServer server;
  private HttpCalls http;

  @BeforeAll
  void start() {
    server = RunningServer.start();
    http = HttpCalls.to(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void aFileIsSentZippedToWhoTakesThatAndPlainToOthers() throws IOException {
    byte[] file = Files.readAllBytes(FOLDER.resolve("chart.js"));

    HttpResponse<byte[]> zipped =
        http.send(
            http.request("/chart.js").header("Accept-Encoding", "gzip, br"),
            BodyHandlers.ofByteArray());
    assertThat(zipped.headers().allValues("Content-Encoding")).isEqualTo(List.of("gzip"));
    assertThat(zipped.headers().firstValue("Content-Type")).hasValue("text/javascript");
    assertThat(unzip(zipped.body())).isEqualTo(file);

    HttpResponse<byte[]> plain = http.send(http.request("/chart.js"), BodyHandlers.ofByteArray());
    assertThat(plain.headers().map()).doesNotContainKey("content-encoding");
    assertThat(plain.body()).isEqualTo(file);
  }

  private static byte[] unzip(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    }
  }

  /** A producer that forgot the path is not to believe that its points are stored. */
  @ParameterizedTest
  @CsvSource({"POST, /", "PUT, /ratecast.js", "DELETE, /", "PATCH, /index.html"})
  void thePageCanOnlyBeRead(String method, String path) {
    HttpResponse<String> answer =
        http.send(http.request(path).method(method, BodyPublishers.ofString("{}")));

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    assertThat(HttpCalls.problem(answer))
        .containsEntry("type", "urn:ratecast:problem:method-not-allowed");
  }

  @Test
  void whoAsksForTheHeadersAloneHasThoseOfTheFile() throws IOException {
    HttpResponse<String> head =
        http.send(http.request("/chart.js").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValue("ETag"))
        .isEqualTo(http.get("/chart.js").headers().firstValue("ETag"));
    assertThat(head.headers().firstValueAsLong("Content-Length"))
        .hasValue(Files.size(FOLDER.resolve("chart.js")));
  }

  @Test
  void aFileThatIsKnownIsNotSentAgain() {
    HttpResponse<String> first = http.get("/");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("max-age=10");

    HttpResponse<String> again = http.get("/", "If-None-Match", tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(http.get("/", "If-None-Match", "W/\"older\"").statusCode()).isEqualTo(200);
  }

  @Test
  void everyFileOfThePageHasATagAndIsKeptForTenSecondsNoLonger() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      assertThat(names.stream().filter(name -> name.matches(".*\\.(html|js|css|svg)")))
          .isNotEmpty()
          .allSatisfy(
              name -> {
                HttpHeaders headers = http.get("/" + name).headers();
                assertThat(headers.firstValue("ETag")).isPresent();
                assertThat(headers.firstValue("Cache-Control")).hasValue("max-age=10");
              });
    }
  }

  @Test
  void whatThePageDoesNotNameIsServedAsBefore() {
    assertThat(http.get("/asyncapi.yaml").statusCode()).isEqualTo(200);
    assertThat(http.get("/vendor/LICENSE").statusCode()).isEqualTo(200);
    assertThat(http.get("/nothing.js").statusCode()).isEqualTo(404);
  }
}
