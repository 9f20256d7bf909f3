package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ratecast.support.AsyncApi;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.wire.ErrorCode;

/** The published contract: itself valid, served, and what the documents show. */
class AsyncApiTest {
  @Test
  void theDocumentIsValidAsyncApi3() {
    String schema = AsyncApi.resource("asyncapi/3.0.0.json");

    assertThat(AsyncApi.errors(AsyncApi.schemaOf(schema), AsyncApi.json(AsyncApi.document())))
        .isEmpty();
  }

  @Test
  void itIsServedAsItIs() throws IOException, InterruptedException {
    try (RunningServer server = RunningServer.start()) {
      URI uri = URI.create("http://localhost:" + server.port() + "/asyncapi.yaml");
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(AsyncApi.resource("public/asyncapi.yaml"));
    }
  }

  @ParameterizedTest
  @CsvSource({"docs/PROTOCOL.md, '    -> ', '    <- '", "README.md, '    > ', '    < '"})
  void everySampleOfTheDocumentsKeepsToIt(String file, String request, String reply)
      throws IOException {
    Set<String> shown = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of(file))) {
      if (line.startsWith(request + "{")) {
        AsyncApi.checkRequest(sample(line.substring(request.length())));
        shown.add("request");
      } else if (line.startsWith(reply + "{")) {
        AsyncApi.checkReply(sample(line.substring(reply.length())));
        shown.add("reply");
      }
    }
    assertThat(shown).containsExactly("reply", "request");
  }

  /** The JSON a line begins with; lists may be shortened with dots. */
  private static String sample(String line) {
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"' && line.charAt(i - 1) != '\\';
      depth += quoted ? 0 : c == '{' ? 1 : c == '}' ? -1 : 0;
      if (depth == 0) {
        return line.substring(0, i + 1).replace(", ...]", "]").replace(",...]", "]");
      }
    }
    throw new AssertionError("not whole: " + line);
  }

  @Test
  @SuppressWarnings("unchecked")
  void itHasEveryErrorCode() {
    Map<String, Object> members =
        path("components", "messages", "error", "payload", "properties", "message", "properties");

    assertThat((List<String>) Json.members(members, "code").get("enum"))
        .containsExactly(Arrays.stream(ErrorCode.values()).map(Enum::name).toArray(String[]::new));
  }

  private static Map<String, Object> path(String... names) {
    Map<String, Object> at = AsyncApi.document();
    for (String name : names) {
      at = Json.members(at, name);
    }
    return at;
  }

  @Test
  void whatTheContractDoesNotHaveIsFound() {
    assertThatThrownBy(
            () ->
                AsyncApi.checkReply(
                    "{\"action\":\"point\",\"message\":{\"assetName\":\"A\",\"time\":1.5,"
                        + "\"assetId\":1,\"value\":1}}"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> AsyncApi.checkReply("{\"action\":\"pong\",\"message\":{}}"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(
            () ->
                AsyncApi.checkRequest(
                    "{\"action\":\"subscribe\",\"message\":{\"assetId\":1,\"interval\":\"2m\"}}"))
        .isInstanceOf(AssertionError.class);
  }
}
