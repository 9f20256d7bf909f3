package ratecast.scenario;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.Quote;
import ratecast.pitch.PitchFile;
import ratecast.pitch.Sample;
import ratecast.pitch.book.BookFeed;
import ratecast.pitch.book.BookLimits;
import ratecast.pitch.book.SecondQuotes;
import ratecast.pitch.book.TradingDay;
import ratecast.store.PointStore;
import ratecast.support.Json;
import ratecast.support.RunningServer;
import ratecast.support.SocketClient;
import ratecast.tape.Tapes;
import ratecast.tape.Window;

/** A PITCH file as a second kind of market: played live, and imported as history. */
class PitchScenarioTest {
  private static final int FIRST_SECOND = 28_801;

  @TempDir Path folder;

  @Test
  void aPlayedFileShowsMidsThatMoveUnderThePresentSecond() throws IOException {
    Path file = Files.write(folder.resolve("sample"), Sample.bytes());
    NavigableMap<Integer, Double> mids = midsOfSpy(file);
    try (RunningServer server =
            RunningServer.start(
                Map.of(
                    "feed.kind", "pitch",
                    "pitch.file", file.toString(),
                    "pitch.inbox", folder.resolve("inbox").toString()));
        SocketClient client = server.connect()) {
      server.clock().advance(Duration.ofSeconds(1));
      long begin = RunningServer.NOON + 1;
      AssetCatalog catalog = server.bean(AssetCatalog.class);
      await().until(() -> catalog.find("SPY").isPresent());
      client.send(
          "{\"action\":\"subscribe\",\"message\":{\"assetId\":%d}}"
              .formatted(server.asset("SPY").id()));
      assertThat(Json.action(client.next())).isEqualTo("asset_history");

      List<Double> seen = new ArrayList<>();
      for (int later : List.of(40, 80, 120, 163)) {
        server.clock().set(Instant.ofEpochSecond(begin + later));
        untilPolled(server, begin + later);
        Map<String, Object> point = pointFrom(begin + later, client);

        double value = ((Number) requireNonNull(point.get("value"))).doubleValue();
        int second = FIRST_SECOND + (int) (Json.number(point, "time") - begin);
        assertThat(value).isEqualTo(requireNonNull(mids.floorEntry(second)).getValue());
        seen.add(value);
      }
      assertThat(seen).doesNotHaveDuplicates();
    }
  }

  @Test
  void aDatedFileInTheInboxBecomesHistoryOfAssetsMadeOnTheFly() throws IOException {
    TradingDay day = new TradingDay(LocalDate.of(2016, 2, 18)); // the day before the clock's
    Path inbox = Files.createDirectories(folder.resolve("inbox"));
    try (RunningServer server =
        RunningServer.start(Map.of("pitch.inbox", inbox.toString(), "pitch.look", "50ms"))) {
      Path file = Files.write(inbox.resolve("pitch_20160218.txt"), Sample.bytes());
      Map<Integer, Double> mids = midsOfSpy(file);
      await().until(() -> Files.exists(inbox.resolve("done/pitch_20160218.txt")));

      Asset spy = server.asset("SPY");
      List<Point> points =
          requireNonNull(
              server
                  .bean(PointStore.class)
                  .read(spy, day.epochSecond(0), day.epochSecond(86_400))
                  .collectList()
                  .block());

      assertThat(points).hasSize(mids.size());
      assertThat(points)
          .allSatisfy(
              point ->
                  assertThat(point.value())
                      .isEqualTo(mids.get((int) (point.time() - day.epochSecond(0)))));
    }
  }

  /** A poll that took too long is repeated in a later second, which the clock has to come to. */
  private static void untilPolled(RunningServer server, long time) {
    Window window = server.bean(Tapes.class).tape(server.asset("SPY")).window();
    AtomicInteger looks = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(50))
        .until(
            () -> {
              if (looks.incrementAndGet() % 40 == 0) {
                server.clock().advance(Duration.ofSeconds(1));
              }
              return window.lastTime() >= time;
            });
  }

  private static Map<String, Object> pointFrom(long time, SocketClient client) {
    Map<String, Object> point = Json.message(client.next());
    while (Json.number(point, "time") < time) { // that of the first second, should it be late
      point = Json.message(client.next());
    }
    return point;
  }

  private static NavigableMap<Integer, Double> midsOfSpy(Path file) throws IOException {
    NavigableMap<Integer, Double> mids = new TreeMap<>();
    try (BookFeed books = new BookFeed(PitchFile.open(file), BookLimits.DEFAULT)) {
      Optional<SecondQuotes> second = books.next();
      while (second.isPresent()) {
        for (Quote quote : second.get().quotes().taken()) {
          if (quote.symbol().equals("SPY")) {
            mids.put(second.get().second(), quote.mid().doubleValue());
          }
        }
        second = books.next();
      }
    }
    return mids;
  }
}
