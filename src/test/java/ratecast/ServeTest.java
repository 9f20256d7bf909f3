package ratecast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.FreePort;

/** The program as a process of its own, as a person or a container starts it. */
class ServeTest {
  private static final int SIGTERM_EXIT = 143;

  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Process> started = new ArrayList<>();

  @TempDir private Path folder;

  @AfterEach
  void endWhatWasStarted() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void servesUntilItIsToldToStop() throws Exception {
    String port = Integer.toString(FreePort.next());

    Process process = start(Map.of("SERVER_PORT", port));
    awaitReady(process, port);

    assertThat(get(port, "/health/liveness").statusCode()).isEqualTo(200);
    assertThat(get(port, "/health").body())
        .contains("\"UP\"", "diskSpace")
        .doesNotContain("compositeDiscoveryClient")
        .doesNotContainIgnoringCase("secret");
    assertThat(get(port, "/prometheus").body()).contains("jvm_memory_used_bytes");
    for (String closed : List.of("/env", "/beans", "/loggers", "/routes", "/metrics", "/info")) {
      assertThat(get(port, closed).statusCode()).as(closed).isEqualTo(404);
    }

    process.destroy();

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(SIGTERM_EXIT);
    assertThat(output()).doesNotContain("Exception").doesNotContain("ERROR");
  }

  @Test
  void whatAnOperatorPutsIntoConfigWinsOverTheProgramsOwn() throws Exception {
    String port = Integer.toString(FreePort.next());
    Path config = Files.createDirectory(folder.resolve("config"));
    Files.writeString(config.resolve("application.yml"), "endpoints.health.details-visible: NEVER");

    awaitReady(start(Map.of("SERVER_PORT", port)), port);

    assertThat(get(port, "/health").body()).contains("\"UP\"").doesNotContain("diskSpace");
  }

  @Test
  void aTakenPortIsOneSentenceAndExitCode1() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = String.valueOf(taken.getLocalPort());

      Process process = start(Map.of("SERVER_PORT", port));

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(output())
          .containsPattern("server on .*:" + port + ": .*in use.* SERVER_PORT say")
          .doesNotContain("ERROR")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void wrongSettingsAreSentencesAndExitCode2BeforeAnythingIsOpened() throws Exception {
    Process process = start(Map.of("SERVER_PORT", "abc", "MONGO_CONNECTION_URI", "s3cret"));

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(output().lines())
        .containsExactly(
            "SERVER_PORT is \"abc\", but must be a whole number from 1 to 65535.",
            "MONGO_CONNECTION_URI is set (not shown: it may hold a secret), but must be an address that"
                + " starts with mongodb:// or mongodb+srv://.");
  }

  @Test
  void aContainerIsHealthyWhereHealthHasAPortOfItsOwn() throws Exception {
    Map<String, String> ports =
        Map.of(
            "SERVER_PORT", Integer.toString(FreePort.next()),
            "MANAGEMENT_PORT", Integer.toString(FreePort.next()));

    awaitReady(start(ports), ports);
  }

  private void awaitReady(Process process, String port) {
    awaitReady(process, Map.of("SERVER_PORT", port));
  }

  private void awaitReady(Process process, Map<String, String> env) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              assertThat(process.isAlive()).as(output()).isTrue();
              return containerHealthCheck(env) == 0;
            });
  }

  /** The very script of the image, so that it is tested where no Docker is. */
  private static int containerHealthCheck(Map<String, String> env) throws Exception {
    ProcessBuilder check = new ProcessBuilder("bash", "compose/ready");
    check.environment().putAll(env);
    check.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return check.start().waitFor();
  }

  private Process start(Map<String, String> env) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "ratecast.Application");
    for (Setting setting : Setting.values()) {
      setting.variables().forEach(builder.environment()::remove);
    }
    builder.environment().put("EMBEDDED_MONGO_DIR", "memory");
    builder.environment().put("EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next()));
    builder.environment().put("FEED", "none");
    builder.environment().putAll(env);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("output").toFile());
    Process process = builder.directory(folder.toFile()).start();
    started.add(process);
    return process;
  }

  private String output() throws IOException {
    return Files.readString(folder.resolve("output"), UTF_8);
  }

  private HttpResponse<String> get(String port, String path) throws Exception {
    URI uri = URI.create("http://localhost:" + port + path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
