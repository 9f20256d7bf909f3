package ratecast.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import ratecast.pitch.imports.Shelf;
import ratecast.pitch.imports.Uploads;
import ratecast.support.HttpCalls;
import ratecast.support.LogLines;
import ratecast.support.RunningServer;

/** The disk of the inbox takes nothing, and then again: what whoever sends files is told. */
class InboxAwayTest {
  private static final String ADD =
      "[{\"time\":28800011,\"type\":\"A\",\"orderId\":\"AK27GA0000DT\",\"side\":\"S\",\"shares\":100,"
          + "\"symbol\":\"SH\",\"price\":61.92,\"display\":\"Y\"}]";

  @RegisterExtension private final LogLines said = LogLines.of("ratecast.pitch.imports");

  private final Path disk;
  private final Path inbox;
  private final RunningServer server;
  private final HttpCalls http;

  InboxAwayTest(@TempDir Path folder) {
    disk = folder.resolve("disk");
    inbox = disk.resolve("inbox");
    server = RunningServer.start(Map.of("pitch.inbox", inbox.toString()));
    http = HttpCalls.to(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void uploadsAndPushesAreToldToComeBackAndTheLogSaysItOnceEachWay() throws IOException {
    Files.createFile(disk); // in which no folder can be made, whoever tries

    for (HttpResponse<String> answer : List.of(upload(), push(), upload())) {
      assertIsToldToComeBack(answer);
    }
    Files.delete(disk);

    assertThat(upload().statusCode()).isEqualTo(202);
    assertThat(push().statusCode()).isEqualTo(200);
    assertSaidOnceEachWay();
    assertThat(server.counted("ratecast.pitch.imports", "outcome", "inbox-unavailable"))
        .isEqualTo(3);
  }

  @Test
  void anUploadThatFillsTheDiskLeavesNothingAndIsToldToComeBack() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    String last = String.valueOf(server.bean(Shelf.class).place().getFileName());
    int n = last.lastIndexOf('.') + 1;
    String next = last.substring(0, n) + (Integer.parseInt(last.substring(n)) + 1);
    Files.createSymbolicLink(inbox.resolve(".uploads").resolve(next), full);

    HttpResponse<String> answer = upload();

    assertIsToldToComeBack(answer);
    try (Stream<Path> left = Files.list(inbox.resolve(".uploads"))) {
      assertThat(left).isEmpty();
    }
    assertThat(upload().statusCode()).isEqualTo(202);
    assertSaidOnceEachWay();
  }

  @Test
  void anUploadThatItsSenderBreaksOffIsNoFaultOfTheDisk() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100_000]),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("of a test");
              }

              @Override
              public int read(byte[] buffer, int offset, int length) throws IOException {
                throw new IOException("of a test");
              }
            });

    assertThatThrownBy(() -> server.bean(Uploads.class).receive(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("of a test");

    try (Stream<Path> left = Files.list(inbox.resolve(".uploads"))) {
      assertThat(left).isEmpty();
    }
    assertThat(said.events())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .isEmpty();
  }

  private HttpResponse<String> upload() {
    return http.send(
        http.request("/api/v1/pitch/files").POST(BodyPublishers.ofByteArray(new byte[1_000_000])));
  }

  private HttpResponse<String> push() {
    return http.post("/api/v1/pitch/messages", ADD);
  }

  private static void assertIsToldToComeBack(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(HttpCalls.problem(answer))
        .containsEntry("type", "urn:ratecast:problem:inbox-unavailable")
        .containsEntry("title", "The inbox takes no file");
  }

  private void assertSaidOnceEachWay() {
    assertThat(said.events())
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("[WARN] The inbox " + inbox + " takes no file (");
    assertThat(said.events())
        .extracting(Object::toString)
        .contains("[INFO] The inbox takes files again");
  }
}
