package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.intake.Rejection;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Point;
import ratecast.market.Quote;

final class RecordingTest {
  static final Path TICKS = Path.of("src/test/resources/rates/fxcm_tick_eurusd_20140508_quote.zip");
  private static final Path SECONDS =
      Path.of("src/test/resources/rates/fxcm_second_eurusd_20140508_quote.zip");
  private static final Asset EURUSD = new Asset(1, "EURUSD");

  @TempDir Path folder;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** The figures are those of PROVENANCE.md but for the usable seconds, counted here. */
  @ParameterizedTest
  @CsvSource({"tick, 167466, 18285", "second, 30354, 1157"})
  void everySecondOfTheFileGivesTheMidOfItsLastUsableQuote(String form, int rows, int crossed)
      throws IOException {
    Path file = form.equals("tick") ? TICKS : SECONDS;
    Recording recording = Recording.read(file);
    AssetCatalog catalog = new AssetCatalog();
    catalog.add(EURUSD);
    QuoteRules rules = new QuoteRules(catalog, meters);
    TreeMap<Long, Double> points = new TreeMap<>();
    int seen = 0;
    int silent = 0;
    int bad = 0;

    for (int second = 0; second < 86_400; second++) {
      var quotes = recording.quotes(second);
      bad += quotes.rejections().size();
      seen += quotes.taken().size();
      silent += quotes.taken().isEmpty() ? 1 : 0;
      for (Point point : rules.points("recording", quotes, second).taken()) {
        points.put(point.time(), point.value());
      }
    }

    assertThat(bad).isZero();
    assertThat(seen).isEqualTo(rows);
    assertThat(86_400 - silent).isEqualTo(30_354);
    assertThat(counted("crossed")).isEqualTo(crossed);
    assertThat(points).isEqualTo(midsComputedAnew(file));
    assertThat(recording.symbol()).isEqualTo("EURUSD");
  }

  @Test
  void theDensestHalfHourIsAsProvenanceSays() {
    Recording recording = Recording.read(TICKS);
    int from = 7 * 3600 + 30 * 60 + 45;
    int quoted = 0;
    for (int second = from; second < from + 1800; second++) {
      quoted += recording.quotes(second).taken().isEmpty() ? 0 : 1;
    }

    assertThat(quoted).isEqualTo(1753);
  }

  @Test
  void aPlainCsvIsReadLikeAZipAndItsBadRowsCostThemselvesOnly() throws IOException {
    Path csv =
        file(
            "eurusd.csv",
            """
            millis,bid,ask
            1000,1.1,1.2
            1500,NaN,1.2
            1600,1.1
            900,1.1,1.2
            \s
            2999,1.3,1.4\r
            99999999999,1,1
            4000,1.5,1.6""");

    Recording recording = Recording.read(csv);

    assertThat(List.of(recording.firstSecond(), recording.endSecond())).containsExactly(1, 5);
    assertThat(recording.quotes(0)).isEqualTo(ratecast.intake.Intake.of(List.of()));
    assertThat(recording.quotes(1).taken()).containsExactly(quote("1.1", "1.2"));
    assertThat(recording.quotes(1).rejections())
        .containsExactly(
            new Rejection("out-of-order", "millis,bid,ask"),
            new Rejection("not-a-number", "1500,NaN,1.2"),
            new Rejection("not-a-number", "1600,1.1"),
            new Rejection("out-of-order", "900,1.1,1.2"));
    assertThat(recording.quotes(2).taken()).containsExactly(quote("1.3", "1.4"));
    assertThat(recording.quotes(3).taken()).isEmpty();
    assertThat(recording.quotes(4).taken()).containsExactly(quote("1.5", "1.6"));
  }

  @ParameterizedTest
  @CsvSource({
    "fxcm_tick_nzdusd_20140508_quote.csv, NZDUSD",
    "oanda_second_EURUSD.csv, EURUSD",
    "usdcnh.csv, USDCNH",
    "gbpusd-quotes-second.csv, GBPUSD",
  })
  void theSymbolComesFromTheFilesName(String name, String symbol) throws IOException {
    assertThat(Recording.read(file(name, "0,1,1\n")).symbol()).isEqualTo(symbol);
  }

  @Test
  void theNameInsideAZipCountsWhereTheOuterOneSaysNothing() throws IOException {
    Path zip = folder.resolve("quotes.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("20140508_audusd_tick_quote.csv"));
      out.write("0,1,1\n".getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(Recording.read(zip).symbol()).isEqualTo("AUDUSD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"second_quotes.csv", "eurusd.csv", "eurusd.zip", "missing_eurusd.csv"})
  void whatIsNoRecordingIsRefusedWithASentenceThatNamesTheSetting(String name) throws IOException {
    if (!name.startsWith("missing")) {
      file(name, name.startsWith("second") ? "0,1,1\n" : "nothing of the kind\n");
    }

    assertThatThrownBy(() -> Recording.read(folder.resolve(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("RECORDING_FILE is \"")
        .hasMessageContaining(name)
        .hasMessageContaining("allowed is");
  }

  @Test
  void aZipThatUnpacksBeyondTheBoundIsRefused() throws IOException {
    Path zip = folder.resolve("eurusd.zip");
    byte[] megabyte = new byte[1 << 20];
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.setLevel(Deflater.BEST_SPEED);
      out.putNextEntry(new ZipEntry("eurusd.csv"));
      for (int i = 0; i < 65; i++) {
        out.write(megabyte);
      }
    }

    assertThatThrownBy(() -> Recording.read(zip)).hasMessageContaining("is larger than 67108864");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private double counted(String outcome) {
    return meters.counter("ratecast.feed.rows", "feed", "recording", "outcome", outcome).count();
  }

  private static Quote quote(String bid, String ask) {
    return new Quote("EURUSD", new BigDecimal(bid), new BigDecimal(ask));
  }

  /** In integers, row by row, without a line of the code under test. */
  private static Map<Long, Double> midsComputedAnew(Path file) throws IOException {
    TreeMap<Long, Double> mids = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      zip.getNextEntry();
      var lines = new BufferedReader(new InputStreamReader(zip, StandardCharsets.US_ASCII));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.split(",", -1);
        boolean tick = columns.length == 3;
        long bid = units(columns[tick ? 1 : 4]);
        long ask = units(columns[tick ? 2 : 9]);
        if (bid <= ask) {
          mids.put(Long.parseLong(columns[0]) / 1000, (bid + ask) / 2_000_000_000.0);
        }
      }
    }
    return mids;
  }

  /** In billionths. */
  private static long units(String price) {
    String[] parts = price.split("\\.", -1);
    String fraction = parts.length == 1 ? "" : parts[1];
    return Long.parseLong(parts[0] + fraction + "0".repeat(9 - fraction.length()));
  }
}
