package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.support.EmbeddedStore;
import ratecast.support.FreePort;
import ratecast.support.HttpCalls;
import reactor.core.publisher.Mono;

/** A day of points read over HTTP from a program with a heap of 64 MB. */
class HttpMemoryTest {
  private static final Logger LOG = LoggerFactory.getLogger(HttpMemoryTest.class);
  private static final int ASSETS = Integer.getInteger("ratecast.test.assets", 8);
  private static final int DAY = 86_400;
  private static final int LINES = DAY + 1;

  /** A midnight in the past. */
  private static final long FROM = Instant.parse("2026-01-05T00:00:00Z").getEpochSecond();

  @TempDir Path folder;
  private @Nullable Process program;

  @AfterEach
  void end() {
    if (program != null) {
      program.destroyForcibly();
    }
  }

  @Test
  void aDayOfManyAssetsIsStreamedThroughASmallHeapBesideClientsThatDoNotRead() throws IOException {
    fill();
    int port = launch();
    HttpCalls http = HttpCalls.to(port);

    // given clients that ask for a day and do not read it
    List<Socket> idle = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Socket socket = new Socket("localhost", port);
      socket.getOutputStream().write((head(path(1)) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      idle.add(socket);
    }

    // when everything is read
    long start = System.nanoTime();
    for (int asset = 1; asset <= ASSETS; asset++) {
      assertThat(lines(http, asset)).isEqualTo(LINES);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);

    // then the program is well, and says nothing of memory
    assertThat(http.get("/health/liveness").statusCode()).isEqualTo(200);
    assertThat(Files.readString(folder.resolve("log"))).doesNotContain("OutOfMemory");
    LOG.info("{} points as CSV in {} ms", (long) ASSETS * DAY, took.toMillis());
    for (Socket socket : idle) {
      socket.close();
    }
  }

  private static String head(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/csv\r\n";
  }

  private static String path(int asset) {
    return "/api/v1/assets/" + asset + "/points?from=" + FROM + "&to=" + (FROM + 3L * DAY);
  }

  private static long lines(HttpCalls http, int asset) throws IOException {
    long lines = 0;
    byte[] piece = new byte[1 << 16];
    try (InputStream body =
        http.send(
                http.request(path(asset)).header("Accept", "text/csv"),
                BodyHandlers.ofInputStream())
            .body()) {
      for (int n = body.read(piece); n >= 0; n = body.read(piece)) {
        for (int i = 0; i < n; i++) {
          lines += piece[i] == '\n' ? 1 : 0;
        }
      }
    }
    return lines;
  }

  /** Straight into the store, a day of each asset. */
  private void fill() {
    try (EmbeddedStore store = EmbeddedStore.in(folder.resolve("data"))) {
      for (int asset = 1; asset <= ASSETS; asset++) {
        List<Document> buckets = new ArrayList<>();
        for (long minute = FROM / 60; minute < (FROM + DAY) / 60; minute++) {
          Document values = new Document();
          for (int second = 0; second < 60; second++) {
            values.append(Integer.toString(second), 1.1 + second / 1000.0);
          }
          buckets.add(
              new Document("_id", asset + "|" + minute)
                  .append("t", Date.from(Instant.ofEpochSecond(minute * 60)))
                  .append("v", values));
        }
        Mono.from(store.database().getCollection("points_1m").insertMany(buckets)).block();
      }
    }
  }

  private int launch() throws IOException {
    int port = FreePort.next();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            "ratecast.Application");
    builder
        .environment()
        .putAll(
            Map.of(
                "SERVER_PORT",
                Integer.toString(port),
                "EMBEDDED_MONGO_DIR",
                folder.resolve("data").toString(),
                "EMBEDDED_MONGO_PORT",
                Integer.toString(FreePort.next()),
                "RETENTION",
                "0",
                "FEED",
                "none",
                "ASSET_LIST",
                IntStream.rangeClosed(1, ASSETS)
                    .mapToObj(i -> "A" + i)
                    .collect(Collectors.joining(","))));
    program =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> HttpCalls.to(port).get("/health/readiness").statusCode() == 200);
    return port;
  }
}
