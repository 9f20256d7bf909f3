package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.support.FreePort;
import ratecast.support.RawSocket;
import ratecast.support.RunningServer;

/** Who may read, what browsers are told, and what is served where. */
class SecurityTest {
  private static final String TOKEN = "let;me,read=\"it\"";
  private static final String QUERY = "?access_token=let%3Bme%2Cread%3D%22it%22";
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void everyPageAndProblemTellsTheBrowserToLoadNothingFromElsewhere() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      for (String path : new String[] {"/", "/api/v1/assets", "/api/v1/nothing", "/health"}) {
        HttpResponse<String> answer = get(server.port(), path);
        assertThat(answer.headers().firstValue("Content-Security-Policy"))
            .as(path)
            .hasValueSatisfying(
                policy ->
                    assertThat(policy).startsWith("default-src 'self';").doesNotContain("unsafe"));
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.headers().map()).doesNotContainKey("server");
        assertThat(answer.body()).doesNotContain("Exception", "ratecast.rest", "at java.");
      }
    }
  }

  @Test
  void withAReadTokenNobodyReadsWithoutIt() throws Exception {
    try (RunningServer server = RunningServer.start(Map.of("rest.read-token", TOKEN))) {
      int port = server.port();
      for (String path : new String[] {"/", "/api/v1/assets", "/page.js"}) {
        HttpResponse<String> refused = get(port, path);
        assertThat(refused.statusCode()).as(path).isEqualTo(401);
        assertThat(refused.body()).contains("access_token");
        assertThat(refused.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(refused.headers().firstValue("Content-Type"))
            .as(path)
            .hasValue(path.startsWith("/api/") ? "application/problem+json" : "text/plain");
      }
      assertThat(get(port, "/api/v1/assets?access_token=wrong").statusCode()).isEqualTo(401);
      assertThat(RawSocket.status(port, "X-Nothing: here")).isEqualTo(401);

      assertThat(get(port, "/health").statusCode()).isEqualTo(200);
      assertThat(get(port, "/api/v1/assets", "Authorization", "Bearer " + TOKEN).statusCode())
          .isEqualTo(200);
      assertThat(RawSocket.status(port, "Authorization: Bearer " + TOKEN)).isEqualTo(101);

      // a browser opens the page once with it, and then has a cookie for socket and calls
      HttpResponse<String> page = get(port, "/" + QUERY);
      String cookie = page.headers().firstValue("Set-Cookie").orElseThrow();
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(cookie)
          .containsIgnoringCase("HttpOnly")
          .contains("SameSite=Strict")
          .doesNotContain("let");
      String pair = cookie.substring(0, cookie.indexOf(';'));
      assertThat(get(port, "/api/v1/assets", "Cookie", pair).statusCode()).isEqualTo(200);
      assertThat(RawSocket.status(port, "Cookie: " + pair)).isEqualTo(101);
    }
  }

  @Test
  void healthAndMetricsCanHaveAPortOfTheirOwnWhichServesNothingElse() throws Exception {
    int management = FreePort.next();
    try (RunningServer server = RunningServer.start(Map.of("endpoints.all.port", management))) {
      assertThat(get(management, "/prometheus").body()).contains("ratecast_stream_sessions");
      assertThat(get(management, "/health/readiness").statusCode()).isEqualTo(200);
      assertThat(get(server.port(), "/prometheus").statusCode()).isEqualTo(404);
      assertThat(get(management, "/api/v1/assets").statusCode()).isEqualTo(404);

      assertThat(RawSocket.status(management, "X-Nothing: here")).isEqualTo(404);
      assertThat(RawSocket.status(server.port(), "X-Nothing: here")).isEqualTo(101);
    }
  }

  private HttpResponse<String> get(int port, String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }
}
