package ratecast.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Point;
import ratecast.pitch.PitchFile;
import ratecast.pitch.Sample;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportStore;
import ratecast.store.PointStore;
import ratecast.support.HttpCalls;
import ratecast.support.Json;
import ratecast.support.RunningServer;

/** PITCH over HTTP, as a user's program sees it. */
class PitchHttpTest {
  private static final String ADD =
      "{\"time\":28800011,\"type\":\"A\",\"orderId\":\"AK27GA0000DT\",\"side\":\"S\",\"shares\":100,"
          + "\"symbol\":\"SH\",\"price\":61.92,\"display\":\"Y\"}";

  private final Path inbox;
  private final RunningServer server;
  private final HttpCalls http;

  PitchHttpTest(@TempDir Path folder) {
    inbox = folder.resolve("inbox");
    server =
        RunningServer.start(Map.of("pitch.inbox", inbox.toString(), "pitch.max-upload", 2_000_000));
    http = HttpCalls.to(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void anUploadIsImportedAndCanBeWatchedReadAndSearched() {
    long id = uploaded("/api/v1/pitch/files?name=day%20one.gz", Sample.gzip(Sample.bytes()));

    Map<String, Object> over = over(id);
    assertThat(over)
        .containsEntry("name", "day_one.gz")
        .containsEntry("state", "done")
        .containsEntry("lines", 20_000)
        .containsEntry("decoded", 20_000)
        .containsEntry("rejectedLines", 0)
        .containsEntry("countsByType", Map.of("A", 10_361, "E", 20, "X", 9_592, "P", 27))
        .containsEntry("symbols", 288)
        .containsEntry("rejections", List.of())
        .containsEntry("percent", 100)
        .containsEntry("firstTime", 28_800_011)
        .containsEntry("lastTime", 28_963_734)
        .containsKeys("sha256", "linesPerSecond", "volumes")
        .doesNotContainKeys("date", "reason");
    assertThat(Json.objects(object("/api/v1/pitch/imports"), "imports")).hasSize(1);
    await().until(() -> Files.exists(inbox.resolve("done/day_one.gz")));

    Map<String, Object> all = object("/api/v1/pitch/messages?limit=2");
    assertThat(all)
        .containsEntry("total", 20_000)
        .containsEntry("countsByType", Map.of("A", 10_361, "E", 20, "X", 9_592, "P", 27));
    assertThat(Json.objects(all, "messages").get(0))
        .containsEntry("importId", (int) id)
        .containsEntry("line", 1)
        .containsEntry("time", 28_800_011)
        .containsEntry("type", "A")
        .containsEntry("name", "Add Order (short)")
        .containsKeys("orderId", "side", "shares", "symbol", "price", "display");
    Map<String, Object> spy = object("/api/v1/pitch/messages?symbol=SPY&type=A&limit=1");
    assertThat(Json.number(spy, "total"))
        .isEqualTo(Sample.text().lines().filter(l -> l.matches(".{9}A.{19}SPY .*")).count());
    String orderId = String.valueOf(Json.objects(spy, "messages").get(0).get("orderId"));
    Map<String, Object> order = object("/api/v1/pitch/messages?orderId=" + orderId);
    assertThat(Json.number(order, "total"))
        .isEqualTo(Sample.text().lines().filter(l -> l.startsWith(orderId, 10)).count());
    Map<String, Object> early = object("/api/v1/pitch/messages?from=28800000&to=28801000");
    assertThat(Json.number(early, "total"))
        .isEqualTo(
            Sample.text().lines().filter(l -> l.substring(1, 9).compareTo("28801000") < 0).count());
  }

  @Test
  void pagesFollowOneAnotherToTheEndInFileOrder() {
    String text = String.join("\n", Sample.text().lines().limit(250).toList());
    long id = uploaded("/api/v1/pitch/files", Sample.ascii(text));
    over(id);

    List<Long> lines = new ArrayList<>();
    Optional<String> next = Optional.of("/api/v1/pitch/messages?limit=100&importId=" + id);
    int pages = 0;
    while (next.isPresent()) {
      HttpResponse<String> page = http.get(next.get());
      Json.objects(Json.object(page.body()), "messages")
          .forEach(message -> lines.add(Json.number(message, "line")));
      next = page.headers().firstValue("Link").map(PitchHttpTest::target);
      pages++;
    }

    assertThat(pages).isEqualTo(3);
    assertThat(lines).hasSize(250).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whatFollowsFromTheSymbolsOfADatedFileHasAPointForEachOfTheirsWithoutARestart() {
    TradingDay day = new TradingDay(LocalDate.of(2016, 2, 19));
    long end = day.epochSecond(28_964);
    // The file's last 80 seconds belong in the windows, those before in the store alone.
    server.clock().set(Instant.ofEpochSecond(end - 80).plus(Duration.ofMinutes(30)));
    http.post("/api/v1/assets", "{\"name\":\"SPY\"}");
    http.post("/api/v1/assets", "{\"name\":\"TENFOLD\",\"formula\":\"10 * SPY\"}");
    http.post("/api/v1/assets", "{\"name\":\"HALF\",\"formula\":\"TENFOLD / 20\"}");

    long id = uploaded("/api/v1/pitch/files?date=2016-02-19", Sample.bytes());

    assertThat(over(id)).containsEntry("state", "done");
    List<Long> times = points("SPY", day).stream().map(Point::time).toList();
    assertThat(times).startsWith(end - 163).endsWith(end).hasSizeGreaterThan(160);
    for (String derived : List.of("TENFOLD", "HALF")) {
      await()
          .untilAsserted(
              () -> assertThat(points(derived, day)).extracting(Point::time).isEqualTo(times));
    }
  }

  @Test
  void midsThatBelongBetweenThePointsOfASilentWindowAreInItHoweverOldTheyAre() {
    TradingDay day = new TradingDay(LocalDate.of(2016, 2, 19));
    long end = day.epochSecond(28_964);
    server.clock().set(Instant.ofEpochSecond(end).plus(Duration.ofHours(2)));
    http.post("/api/v1/assets", "{\"name\":\"SPY\"}");
    for (long time : List.of(end - 200, end + 1)) {
      http.post("/api/v1/points", "{\"assetName\":\"SPY\",\"value\":1,\"time\":" + time + "}");
    }

    assertThat(over(uploaded("/api/v1/pitch/files?date=2016-02-19", Sample.bytes())))
        .containsEntry("state", "done");

    String path = "/api/v1/assets/" + server.asset("SPY").id() + "/points?since=" + (end - 300);
    assertThat(Json.objects(Json.object(http.get(path).body()), "points"))
        .hasSameSizeAs(points("SPY", day))
        .hasSizeGreaterThan(160);
  }

  private List<Point> points(String name, TradingDay day) {
    return server
        .bean(PointStore.class)
        .read(server.asset(name), day.epochSecond(0), day.epochSecond(86_400))
        .collectList()
        .blockOptional()
        .orElseThrow();
  }

  @Test
  void theSameFileAgainIsTheSameImportAndOneThatIsTooLargeIsRefused() throws IOException {
    long first = uploaded("/api/v1/pitch/files?name=a", Sample.bytes());
    over(first);

    assertThat(uploaded("/api/v1/pitch/files?name=b", Sample.bytes())).isEqualTo(first);
    HttpResponse<String> large = upload("/api/v1/pitch/files", new byte[2_000_001]);

    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(HttpCalls.problem(large)).containsEntry("type", "urn:ratecast:problem:too-large");
    HttpResponse<String> streamed =
        http.send(
            http.request("/api/v1/pitch/files")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[3_000_000]))));
    assertThat(streamed.statusCode()).isEqualTo(413);
    try (Stream<Path> left = Files.list(inbox.resolve(".uploads"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void pushedMessagesAreStoredOnceAndWhatIsWrongIsToldByRow() {
    String batch = "[" + ADD + "," + ADD.replace("61.92", "\"61.92\"") + ",7]";

    HttpResponse<String> first = http.post("/api/v1/pitch/messages", batch);
    HttpResponse<String> again = http.post("/api/v1/pitch/messages", batch);

    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    Map<String, Object> pushed = Json.object(first.body());
    assertThat(pushed).containsEntry("stored", 1).containsEntry("duplicates", 0);
    assertThat(Json.objects(pushed, "rejected"))
        .containsExactly(
            Map.of(
                "index", 1,
                "field", "price",
                "reason", "no price of up to 6 whole and 4 decimal digits"),
            Map.of("index", 2, "reason", "not an object"));
    assertThat(Json.object(again.body()))
        .containsEntry("stored", 0)
        .containsEntry("duplicates", 1)
        .containsEntry("importId", pushed.get("importId"));
    Map<String, Object> stored = object("/api/v1/pitch/messages");
    assertThat(stored).containsEntry("total", 1);
    assertThat(Json.objects(stored, "messages").get(0)).containsEntry("price", 61.92);
  }

  @Test
  void aTradingDateThatWasRefusedIsForgottenWhereTheFileComesWithoutOne() {
    long id = uploaded("/api/v1/pitch/files?date=2017-01-01", Sample.bytes());
    assertThat(over(id))
        .containsEntry("state", "refused")
        .containsEntry("date", "2017-01-01")
        .containsEntry("reason", "The trading date 2017-01-01 is yet to come.");

    assertThat(uploaded("/api/v1/pitch/files", Sample.bytes())).isEqualTo(id);

    assertThat(over(id)).containsEntry("state", "done").doesNotContainKeys("date", "reason");
  }

  @Test
  void whatIsDoneStaysDoneWhereTheDateItLackedCannotBeKept() {
    long id = uploaded("/api/v1/pitch/files", Sample.bytes());
    Map<String, Object> done = over(id);

    HttpResponse<String> dated = upload("/api/v1/pitch/files?date=2017-01-01", Sample.bytes());

    assertThat(dated.statusCode()).as(dated.body()).isEqualTo(400);
    assertThat(HttpCalls.problem(dated))
        .containsEntry("field", "date")
        .containsEntry("detail", "The trading date 2017-01-01 is yet to come.");
    assertThat(over(id)).isEqualTo(done);
  }

  @Test
  void aDateForWhatIsStillToBeImportedWithoutOneIsToComeAgain() throws IOException {
    Path waiting = Files.write(Files.createDirectories(inbox).resolve("day.part"), Sample.bytes());
    server.bean(ImportStore.class).add("day", Sample.SHA_256, waiting, Optional.empty()).block();

    HttpResponse<String> dated = upload("/api/v1/pitch/files?date=2016-02-19", Sample.bytes());

    assertThat(dated.statusCode()).as(dated.body()).isEqualTo(503);
    assertThat(dated.headers().firstValue("Retry-After")).isPresent();
    assertThat(HttpCalls.problem(dated)).containsEntry("type", "urn:ratecast:problem:busy");
    assertThat(upload("/api/v1/pitch/files", Sample.bytes()).statusCode()).isEqualTo(202);
  }

  @Test
  void aPushUnderADayThatCannotBeKeptNamesTheDateAndIsTakenWithoutIt() {
    String batch = "[" + ADD + "]";

    HttpResponse<String> dated = http.post("/api/v1/pitch/messages?date=2017-01-01", batch);
    HttpResponse<String> undated = http.post("/api/v1/pitch/messages", batch);

    assertThat(dated.statusCode()).as(dated.body()).isEqualTo(400);
    assertThat(HttpCalls.problem(dated))
        .containsEntry("type", "urn:ratecast:problem:invalid-parameter")
        .containsEntry("field", "date")
        .containsEntry("detail", "The trading date 2017-01-01 is yet to come.");
    assertThat(undated.statusCode()).as(undated.body()).isEqualTo(200);
    assertThat(Json.object(undated.body())).containsEntry("stored", 1);
  }

  @Test
  void aPushUnderADayMakesHistoryAlsoOfWhatAPushWithoutOneBegan() throws IOException {
    Path begun = Files.createDirectories(inbox).resolve("push.part");
    Files.writeString(begun, "28800011AAK27GA0000DTS000100SH    0000619200Y\n");
    server
        .bean(ImportStore.class)
        .add("push", PitchFile.sha256(begun), begun, Optional.empty())
        .block();

    HttpResponse<String> dated =
        http.post("/api/v1/pitch/messages?date=2016-02-19", "[" + ADD + "]");

    assertThat(dated.statusCode()).as(dated.body()).isEqualTo(200);
    assertThat(object("/api/v1/pitch/imports/1")).containsEntry("date", "2016-02-19");
  }

  @Test
  void aWrongParameterIsNamed() {
    for (String parameter :
        List.of("type=Z", "orderId=abc", "symbol=TOOLONGER", "from=x", "limit=0", "cursor=1")) {
      HttpResponse<String> answer = http.get("/api/v1/pitch/messages?" + parameter);

      assertThat(answer.statusCode()).as(parameter).isEqualTo(400);
      assertThat(parameter).startsWith(String.valueOf(HttpCalls.problem(answer).get("field")));
    }
  }

  @Test
  void whatIsNotThereOrNotABatchIsAProblem() {
    assertThat(http.get("/api/v1/pitch/imports/99").statusCode()).isEqualTo(404);
    assertThat(http.get("/api/v1/pitch/imports/x").statusCode()).isEqualTo(400);
    assertThat(http.post("/api/v1/pitch/messages", "{}").statusCode()).isEqualTo(400);
    assertThat(upload("/api/v1/pitch/files?date=today", new byte[1]).statusCode()).isEqualTo(400);
  }

  private long uploaded(String path, byte[] content) {
    HttpResponse<String> answer = upload(path, content);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.number(Json.object(answer.body()), "id");
  }

  private HttpResponse<String> upload(String path, byte[] content) {
    return http.send(http.request(path).POST(BodyPublishers.ofByteArray(content)));
  }

  private Map<String, Object> over(long id) {
    String path = "/api/v1/pitch/imports/" + id;
    await()
        .until(
            () -> List.of("done", "refused").contains(requireNonNull(object(path).get("state"))));
    return object(path);
  }

  private Map<String, Object> object(String path) {
    HttpResponse<String> answer = http.get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.object(answer.body());
  }

  private static String target(String link) {
    Matcher matcher = Pattern.compile("<(.*)>; rel=\"next\"").matcher(link);
    assertThat(matcher.matches()).as(link).isTrue();
    return matcher.group(1);
  }
}
