package ratecast;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.pitch.Sample;
import ratecast.store.AssetStore;
import ratecast.store.PointStore;
import ratecast.store.Retention;
import ratecast.store.StoredAsset;
import ratecast.support.EmbeddedStore;
import ratecast.support.FreePort;
import ratecast.support.HttpCalls;
import ratecast.support.RunningServer;
import reactor.core.publisher.Flux;

/**
 * What {@code import} leaves of a server's store, typed into a shell that has none of the server's
 * settings but where the store is.
 */
@Timeout(value = 120, unit = SECONDS)
class ImportedStoreTest {
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private final long midnight = today.atStartOfDay(ZoneOffset.UTC).toEpochSecond();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir Path folder;

  /** A server that keeps everything, with a fed asset, two derived ones and a retired one. */
  @BeforeEach
  void aServerHasRun() {
    Map<String, Object> settings =
        Map.of(
            "store.embedded.dir", folder.resolve("store").toString(),
            "store.retention", Duration.ZERO,
            "market.assets", List.of("OWN"),
            "market.derived", List.of("TWICE = OWN * 2"));
    try (RunningServer server = RunningServer.startInRealTime(settings)) {
      HttpCalls calls = HttpCalls.to(server);
      calls.post("/api/v1/assets", "{\"name\":\"THRICE\",\"formula\":\"OWN * 3\"}");
      calls.post("/api/v1/assets", "{\"name\":\"EURUSD\"}");
      assertThat(calls.delete("/api/v1/assets/4").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void noAssetIsOtherThanTheServerHasIt() throws IOException {
    List<StoredAsset> before = stored(ImportedStoreTest::assets);

    assertThat(quotes(Map.of(), "OWN")).as(err.toString()).isZero();
    assertThat(quotes(Map.of(), "EURUSD")).as(err.toString()).isZero();

    assertThat(stored(ImportedStoreTest::assets)).isEqualTo(before);
    assertThat(values("OWN")).containsExactly(1.5);
    assertThat(values("EURUSD")).as("history of a retired asset").containsExactly(1.5);
    assertThat(values("THRICE")).as("declared over HTTP").containsExactly(4.5);
    assertThat(values("TWICE")).as("which this shell does not know").isEmpty();
  }

  @Test
  void whatTheShellDeclaresAsTheServerDoesIsComputedFromTheDay() throws IOException {
    Map<String, String> derived = Map.of("DERIVED_ASSETS", "TWICE = OWN * 2, NEW = OWN * 4");
    List<StoredAsset> before = stored(ImportedStoreTest::assets);

    assertThat(quotes(derived, "OWN")).as(err.toString()).isZero();

    assertThat(values("TWICE")).containsExactly(3.0);
    assertThat(stored(ImportedStoreTest::assets)).isEqualTo(before);
  }

  @Test
  void aNewNameIsTheOneAssetThatIsMadeAndAFeedMayHaveItLater() throws IOException {
    List<StoredAsset> before = stored(ImportedStoreTest::assets);

    assertThat(quotes(Map.of(), "NEW")).as(err.toString()).isZero();

    List<StoredAsset> after = stored(ImportedStoreTest::assets);
    assertThat(after).startsWith(before.toArray(StoredAsset[]::new)).hasSize(before.size() + 1);
    Map<String, Object> settings =
        Map.of("store.embedded.dir", folder.resolve("store").toString(), "feed.kind", "walk");
    try (RunningServer server = RunningServer.startInRealTime(settings)) {
      assertThat(HttpCalls.to(server).get("/api/v1/assets/5").body())
          .contains("\"name\":\"NEW\",\"feed\":\"import\"");
    }
    settings = new HashMap<>(settings);
    settings.put("market.assets", List.of("NEW"));
    try (RunningServer server = RunningServer.startInRealTime(settings)) {
      assertThat(HttpCalls.to(server).get("/api/v1/assets/5").body())
          .contains("\"name\":\"NEW\",\"feed\":\"walk\"");
    }
  }

  @Test
  void anAssetThatFollowsFromOthersIsRefusedWithASentence() throws IOException {
    List<StoredAsset> before = stored(ImportedStoreTest::assets);

    assertThat(quotes(Map.of(), "TWICE")).isEqualTo(1);
    assertThat(quotes(Map.of(), "THRICE")).isEqualTo(1);

    assertThat(out.toString().lines())
        .containsExactly(
            "TWICE follows from other assets: its points are computed from theirs.",
            "THRICE follows from other assets: its points are computed from theirs.");
    assertThat(stored(ImportedStoreTest::assets)).isEqualTo(before);
    assertThat(values("TWICE")).isEmpty();
  }

  @Test
  void nothingExpiresByTheRetentionOfTheShell() throws IOException {
    assertThat(quotes(Map.of(), "OWN")).as(err.toString()).isZero();

    assertThat(stored(ImportedStoreTest::expiry)).isEmpty();
    Settings settings = Settings.from(env(Map.of()));
    try (ApplicationContext context = ProgramContext.ofImport(settings).start()) {
      assertThat(context.findBean(Retention.class)).as("who sweeps").isEmpty();
    }
  }

  @Test
  void aPitchFileLeavesTheCatalogueAndWhatExpiresToo() throws IOException {
    List<StoredAsset> before = stored(ImportedStoreTest::assets);
    Path file = Files.write(folder.resolve("sample"), Sample.bytes());

    assertThat(run(Map.of(), "import", "pitch", file.toString())).as(err.toString()).isZero();

    assertThat(stored(ImportedStoreTest::assets)).isEqualTo(before);
    assertThat(stored(ImportedStoreTest::expiry)).isEmpty();
  }

  private static List<StoredAsset> assets(MongoDatabase database) {
    return requireNonNull(
        new AssetStore(database, InstantSource.system()).all().collectList().block());
  }

  private static List<Document> expiry(MongoDatabase database) {
    return requireNonNull(
        Flux.from(database.getCollection("points_1m").listIndexes())
            .filter(index -> index.containsKey("expireAfterSeconds"))
            .collectList()
            .block());
  }

  private List<Double> values(String name) {
    return stored(
        database -> {
          Asset asset =
              assets(database).stream()
                  .map(StoredAsset::asset)
                  .filter(known -> known.name().equals(name))
                  .findFirst()
                  .orElseThrow();
          return requireNonNull(
              new PointStore(database)
                  .read(asset, midnight, Instant.now().getEpochSecond() + 1)
                  .map(Point::value)
                  .collectList()
                  .block());
        });
  }

  private <T> T stored(Function<MongoDatabase, T> question) {
    try (EmbeddedStore store = EmbeddedStore.in(folder.resolve("store"))) {
      return question.apply(store.database());
    }
  }

  /** One quote of the second that began the day. */
  private int quotes(Map<String, String> settings, String asset) throws IOException {
    Path csv = Files.writeString(folder.resolve("quotes.csv"), "0,1,2\n");
    return run(
        settings, "import", "quotes", csv.toString(), "--asset", asset, "--date", today.toString());
  }

  private Map<String, String> env(Map<String, String> settings) {
    Map<String, String> env = new HashMap<>(settings);
    env.put("EMBEDDED_MONGO_DIR", folder.resolve("store").toString());
    env.put("EMBEDDED_MONGO_PORT", Integer.toString(FreePort.next()));
    return env;
  }

  private int run(Map<String, String> settings, String... args) {
    CommandLine commands = Application.commandLine(env(settings));
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commands.execute(args);
  }
}
