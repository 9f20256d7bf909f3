package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ratecast.support.FreePort;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.NodeProcess;
import ratecast.support.SocketClient;

/**
 * The steps of compose/Dockerfile without Docker: a Java of the listed modules, the archive of a
 * start, the entry point, the health check. Runs after the jar was made.
 */
@Timeout(240)
class ImageTest {
  private static final Path JAR = Path.of("target/ratecast.jar");
  private static final int SIGTERM_EXIT = 143;

  @TempDir private Path folder;

  @Test
  void theImagesJavaStartsFromItsArchiveStreamsReplaysAndServesThePage() throws Exception {
    assumeThat(JAR).as("made by the build's phase package").exists();
    Path home = Path.of(System.getProperty("java.home"));
    assumeThat(home.resolve("jmods")).as("what jlink makes a Java of").exists();
    Path java = java(home);
    Path archive = folder.resolve("ratecast.jsa");
    run(archiving(java), "compose/archive", JAR.toString(), archive.toString());

    Map<String, String> settings =
        Map.of(
            "EMBEDDED_MONGO_DIR", folder.resolve("store").toString(),
            "EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next()),
            "PITCH_INBOX", folder.resolve("inbox").toString());
    Path log = folder.resolve("log");
    try (NodeProcess program =
            NodeProcess.start(log, settings, entryPoint(java, archive)).serving();
        SocketClient client = SocketClient.connect(program.port())) {
      client.send("{\"action\":\"subscribe\",\"message\":{\"assetId\":1}}");
      assertThat(Json.action(client.next())).isEqualTo("asset_history");
      await().until(() -> Json.action(client.next()).equals("point"));
      run(Map.of("SERVER_PORT", Integer.toString(program.port())), "compose/ready");
      assertThat(HttpCalls.to(program.port()).get("/").body()).contains("<title>Ratecast</title>");
      assertThat(HttpCalls.to(program.port()).get("/prometheus").statusCode()).isEqualTo(200);

      assertThat(program.stop()).isEqualTo(SIGTERM_EXIT);
    }
    assertThat(log).content().doesNotContain("WARN", "ERROR", "Exception");
  }

  private Path java(Path home) throws IOException, InterruptedException {
    String modules = String.join(",", Files.readAllLines(Path.of("compose/modules")));
    Path made = folder.resolve("java");
    String jlink = home.resolve("bin/jlink").toString();
    run(Map.of(), jlink, "--add-modules", modules, "--strip-debug", "--output", made.toString());
    return made.resolve("bin/java");
  }

  private static Map<String, String> archiving(Path java) {
    return Map.of(
        "PATH", java.getParent() + ":" + System.getenv("PATH"),
        "SERVER_PORT", Integer.toString(FreePort.next()),
        "EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next()));
  }

  /** The Dockerfile's, with where things are here; without its archive it would not start. */
  private List<String> entryPoint(Path java, Path archive) throws IOException {
    Path options = folder.resolve("java.options");
    Files.writeString(
        options,
        Files.readString(Path.of("compose/java.options"))
            .replace("/opt/ratecast/ratecast.jsa", archive.toString())
            .replace("-Xshare:auto", "-Xshare:on"));
    String line =
        Files.readAllLines(Path.of("compose/Dockerfile")).stream()
            .filter(l -> l.startsWith("ENTRYPOINT "))
            .findFirst()
            .orElseThrow();
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(line)
        .results()
        .map(word -> word.group(1))
        .map(word -> word.equals("java") ? java.toString() : word)
        .map(word -> word.replace("/opt/ratecast/java.options", options.toString()))
        .map(word -> word.replace("/opt/ratecast/ratecast.jar", JAR.toString()))
        .toList();
  }

  private void run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command[0]).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
