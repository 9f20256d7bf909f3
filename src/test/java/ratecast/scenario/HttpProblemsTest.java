package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.HttpCalls.problem;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.support.EmbeddedStore;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;
import ratecast.support.Wire;

/** Every error is a problem that says what to do, and nothing of the inside. */
class HttpProblemsTest {
  private static RunningServer server;
  private static HttpCalls http;

  @BeforeAll
  static void start() {
    server = RunningServer.start();
    http = HttpCalls.to(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/nothing,  404, not-found",
    "GET,    /nothing,         404, not-found",
    "GET,    /api/v1/assets/9, 404, asset-not-found",
    "GET,    /api/v1/assets/0, 404, asset-not-found",
    "GET,    /api/v1/assets/99999999999, 404, asset-not-found",
    "GET,    /api/v1/assets/x, 400, invalid-parameter",
    "DELETE, /api/v1/assets/9, 404, asset-not-found",
    "PUT,    /api/v1/assets,   405, method-not-allowed"
  })
  void isAProblem(String method, String path, int status, String type) {
    HttpResponse<String> answer =
        http.send(http.request(path).method(method, BodyPublishers.noBody()));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problem(answer)).containsEntry("type", "urn:ratecast:problem:" + type);
    assertThat(answer.body()).doesNotContain("micronaut").doesNotContain("xception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | {\"name\":      | 400 | invalid-body",
        "application/json | nothing         | 400 | invalid-body",
        "application/json | []              | 400 | invalid-body",
        "application/json | {\"name\":\"A\"}{} | 400 | invalid-body",
        "application/json | {\"name\":[1]}  | 400 | invalid-body",
        "application/json | ''              | 400 | invalid-body",
        "text/plain       | {\"name\":\"A\"}| 415 | unsupported-media-type",
      })
  void aBodyThatIsNoneIsAProblem(String kind, String body, int status, String type) {
    HttpResponse<String> answer =
        http.send(
            http.request("/api/v1/assets")
                .header("Content-Type", kind)
                .POST(BodyPublishers.ofString(body)));

    assertThat(problem(answer)).containsEntry("type", "urn:ratecast:problem:" + type);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).doesNotContain("micronaut").doesNotContain("xception");
  }

  @Test
  void whatIsAcceptedNowhereIsAProblem() {
    HttpResponse<String> answer = http.get("/api/v1/assets", "Accept", "image/png");

    assertThat(answer.statusCode()).isEqualTo(406);
    assertThat(problem(answer)).containsEntry("type", "urn:ratecast:problem:not-acceptable");
  }

  @Test
  void aBodyBeyondTheLimitIsAProblem() {
    HttpResponse<String> answer =
        http.post("/api/v1/assets", "{\"name\":\"" + "A".repeat(11 << 20) + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(problem(answer)).containsEntry("type", "urn:ratecast:problem:too-large");
  }

  @Test
  void whileTheStoreIsAwayTheAnswerSaysWhenToComeBack() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        RunningServer other =
            RunningServer.start(
                Map.of("mongodb.uri", "mongodb://localhost:" + wire.port() + "/ratecast"))) {
      HttpCalls calls = HttpCalls.to(other);
      wire.cut();

      HttpResponse<String> read = calls.get("/api/v1/assets");
      HttpResponse<String> written = calls.post("/api/v1/assets", "{\"name\":\"EURJPY\"}");

      assertThat(read.statusCode()).isEqualTo(503);
      assertThat(problem(read)).containsEntry("type", "urn:ratecast:problem:store-unavailable");
      assertThat(read.headers().firstValue("Retry-After")).contains("5");
      assertThat(problem(written)).containsEntry("type", "urn:ratecast:problem:store-unavailable");
    }
  }
}
