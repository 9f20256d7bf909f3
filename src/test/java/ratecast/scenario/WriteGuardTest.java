package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.support.HttpCalls.problem;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;

/** Who may write: whoever has the token, or without one this machine. */
class WriteGuardTest {
  private static final String TOKEN = "s3cret-Token";
  private static RunningServer open;
  private static RunningServer guarded;

  @BeforeAll
  static void start() {
    open = RunningServer.start();
    guarded = RunningServer.start(Map.of("rest.api-token", TOKEN));
  }

  @AfterAll
  static void stop() {
    open.close();
    guarded.close();
  }

  private static HttpResponse<String> write(RunningServer server, String... headers) {
    return HttpCalls.to(server).post("/api/v1/assets", "{\"name\":\"EURUSD\"}", headers);
  }

  @Test
  void theTokenOpensWritingAndReadingNeedsNone() {
    assertThat(write(guarded, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(write(guarded, "Authorization", "bearer  " + TOKEN).statusCode()).isEqualTo(200);
    assertThat(HttpCalls.to(guarded).get("/api/v1/assets").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer", "Bearer s3cret-Toke", "Bearer s3cret-Token!", "Basic czM6", "x"})
  void anyOtherTokenIsTurnedAway(String authorization) {
    HttpResponse<String> answer = write(guarded, "Authorization", authorization);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(problem(answer)).containsEntry("type", "urn:ratecast:problem:unauthorized");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(answer.body()).doesNotContain(TOKEN);
  }

  @Test
  void noTokenIsTurnedAwayForEveryWayOfWriting() {
    HttpCalls http = HttpCalls.to(guarded);

    assertThat(write(guarded).statusCode()).isEqualTo(401);
    assertThat(http.delete("/api/v1/assets/1").statusCode()).isEqualTo(401);
    assertThat(http.delete("/api/v1/nothing").statusCode()).isEqualTo(401);
  }

  @Test
  void withoutATokenThisMachineMayWrite() {
    assertThat(write(open).statusCode()).isEqualTo(200);
    assertThat(write(open, "Origin", "http://localhost:" + open.port()).statusCode())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 10.1.2.3",
    "Forwarded,       for=10.1.2.3",
    "Origin,          https://evil.example"
  })
  void withoutATokenWhatComesThroughAProxyOrFromAnotherPageIsTurnedAway(String name, String value) {
    HttpResponse<String> answer = write(open, name, value);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(problem(answer)).containsEntry("type", "urn:ratecast:problem:forbidden");
  }
}
