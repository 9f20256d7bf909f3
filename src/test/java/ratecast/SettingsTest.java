package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {
  @Test
  void withoutVariablesEverythingIsAsTheProtocolSays() {
    Map<String, Object> properties = Settings.from(Map.of()).properties();

    assertThat(properties)
        .containsEntry("micronaut.server.port", 8080)
        .containsEntry("store.retention", Duration.ofDays(14))
        .containsEntry("tape.window", Duration.ofMinutes(30))
        .containsEntry("feed.timeout", Duration.ofMillis(800))
        .containsEntry("feed.kind", "walk")
        .containsEntry("market.assets", List.of("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD"))
        .doesNotContainKeys("mongodb.uri", "feed.walk.seed", "rest.api-token");
  }

  @ParameterizedTest
  @EnumSource(Setting.class)
  void everyDefaultIsAllowedByItsOwnKind(Setting setting) {
    assertThat(setting.defaultText().flatMap(setting.kind().reader()).isPresent())
        .isEqualTo(setting.defaultText().isPresent());
  }

  @Test
  void noTwoSettingsShareAPropertyOrAVariable() {
    Setting[] all = Setting.values();

    assertThat(Arrays.stream(all).map(Setting::property)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(all).flatMap(s -> s.variables().stream())).doesNotHaveDuplicates();
  }

  /** A setting nobody reads is a promise nobody keeps. Micronaut reads its own. */
  @Test
  void everySettingIsReadByARoom() throws IOException {
    String sources;
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/ratecast"))) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java") && !file.endsWith("Setting.java"))
              .map(SettingsTest::read)
              .collect(Collectors.joining("\n"));
    }

    assertThat(Arrays.stream(Setting.values()).map(Setting::property))
        .filteredOn(property -> !property.startsWith("micronaut."))
        .filteredOn(property -> !property.equals("logback.format")) // Logging, by its variable
        .filteredOn(property -> !reader(property).matcher(sources).find())
        .as("settings nobody reads")
        .isEmpty();
  }

  /** A component of the {@code ...Config} record with the property's prefix, or its full name. */
  private static Pattern reader(String property) {
    int dot = property.lastIndexOf('.');
    String component =
        Pattern.compile("-(.)")
            .matcher(property.substring(dot + 1))
            .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    return Pattern.compile(
        "\"(\\$\\{)?%s[\":}]|@ConfigurationProperties\\(\"%s\"\\)[^{]*\\b%s\\b"
            .formatted(Pattern.quote(property), property.substring(0, dot), component));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEmptyVariableIsOneThatIsNotSet() {
    Settings settings = Settings.from(Map.of("MONGODB_URI", "", "FEED_PERIOD", "  "));

    assertThat(settings.given()).isEmpty();
    assertThat(settings.properties()).doesNotContainKey("mongodb.uri");
    assertThat(settings.defaults()).containsEntry("feed.period", Duration.ofSeconds(1));
  }

  @Test
  void aGivenValueIsKeptApartFromTheDefaults() {
    Settings settings = Settings.from(Map.of("SERVER_PORT", " 9000 "));

    assertThat(settings.given()).containsExactly(Map.entry("micronaut.server.port", 9000));
    assertThat(settings.defaults()).doesNotContainKey("micronaut.server.port");
  }

  @Test
  void mongoConnectionUriWinsOverMongodbUri() {
    Map<String, String> both =
        Map.of("MONGODB_URI", "mongodb://second", "MONGO_CONNECTION_URI", "mongodb://first");

    assertThat(Settings.from(both).given()).containsEntry("mongodb.uri", "mongodb://first");
    assertThat(Settings.from(Map.of("MONGODB_URI", "mongodb://second")).given())
        .containsEntry("mongodb.uri", "mongodb://second");
  }

  @Test
  void proxiesAreAddressesAndSubnetsOfBothKinds() {
    String proxies = "10.0.0.5, 172.16.0.0/12,0.0.0.0/0,::1,2001:db8::/32";

    assertThat(Settings.from(Map.of("TRUSTED_PROXIES", proxies)).given())
        .containsEntry("stream.trusted-proxies", List.of(proxies.split(", ?")));
  }

  @Test
  void aRatesPageMakesItTheFeedUnlessFeedSaysOtherwise() {
    String url = "https://rates.example/page?key=1";

    assertThat(Settings.from(Map.of("EMCONT_EXCHANGE_RATES_URL", url)).properties())
        .containsEntry("feed.kind", "emcont");
    assertThat(Settings.from(Map.of("EMCONT_EXCHANGE_RATES_URL", url, "FEED", "walk")).properties())
        .containsEntry("feed.kind", "walk");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SERVER_PORT | 0",
        "SERVER_PORT | 65536",
        "SERVER_PORT | 8080.0",
        "SERVER_HOST | two words",
        "MONGO_CONNECTION_URI | localhost:27017",
        "MONGODB_URI | http://localhost",
        "MONGO_INITDB_DATABASE | a.b",
        "EMBEDDED_MONGO_PORT | -1",
        "ASSET_LIST | EURUSD,EURUSD",
        "ASSET_LIST | EURUSD,,USDJPY",
        "ASSET_LIST | [\"EURUSD\",USDJPY]",
        "ASSET_LIST | [\"EURUSD\"",
        "ASSET_LIST | EUR USD",
        "DERIVED_ASSETS | EURJPY",
        "DERIVED_ASSETS | EURJPY = EURUSD*USDJPY = 1",
        "DERIVED_ASSETS | EURJPY = EURUSD / 0",
        "DERIVED_ASSETS | A = 1 / B, A = 2 / B",
        "FEED | Walk",
        "EMCONT_EXCHANGE_RATES_URL | ftp://rates.example",
        "EMCONT_EXCHANGE_RATES_URL | https:rates",
        "MAP_RATES_URL | rates.example",
        "MAP_RATES_PERIOD | 2d",
        "FEED_PERIOD | 1",
        "FEED_PERIOD | 500ms",
        "FEED_PERIOD | -1s",
        "FEED_TIMEOUT | 1 s",
        "FEED_STALE_AFTER | soon",
        "WALK_TICKERS | many",
        "WALK_SEED | 9223372036854775808",
        "HISTORY_WINDOW | 0",
        "RETENTION | 5s",
        "KAFKA_BOOTSTRAP_SERVERS | localhost",
        "KAFKA_BOOTSTRAP_SERVERS | a:9092,,b:9092",
        "KAFKA_BOOTSTRAP_SERVERS | broker:99999",
        "KAFKA_BOOTSTRAP_SERVERS | a:9092,b:0",
        "KAFKA_TOPIC | ..",
        "KAFKA_TOPIC | two words",
        "ALLOWED_ORIGINS | example.com",
        "ALLOWED_ORIGINS | https://example.com/path",
        "MAX_CONNECTIONS | 0",
        "TRUSTED_PROXIES | nginx",
        "TRUSTED_PROXIES | 10.0.0",
        "TRUSTED_PROXIES | 10.0.0.300",
        "TRUSTED_PROXIES | 10.0.0.0/33",
        "TRUSTED_PROXIES | 10.0.0.0/-1",
        "TRUSTED_PROXIES | 10.0.0.0/8/8",
        "TRUSTED_PROXIES | 10.0.0.0/",
        "TRUSTED_PROXIES | ::1/129",
        "TRUSTED_PROXIES | 10.0.0.1,,10.0.0.2",
        "RECORDING_FILE | ${user.home}",
      })
  void aWrongValueStopsTheStartWithASentenceThatNamesTheVariable(String variable, String value) {
    assertThatThrownBy(() -> Settings.from(Map.of(variable, value)))
        .isInstanceOf(WrongSettingsException.class)
        .hasMessageStartingWith(variable + " is ")
        .hasMessageContaining(", but must be ")
        .hasMessageEndingWith(".");
  }

  /** Beside the topic stands one for what is turned away, and Kafka takes names of 249. */
  @Test
  void aTopicLeavesRoomInItsNameForTheOneBesideIt() {
    String longest = "t".repeat(240);

    assertThat(Settings.from(Map.of("KAFKA_TOPIC", longest)).given())
        .containsEntry("kafka.topic", longest);
    assertThatThrownBy(() -> Settings.from(Map.of("KAFKA_TOPIC", longest + "t")))
        .hasMessageStartingWith("KAFKA_TOPIC is \"ttt")
        .hasMessageContaining(", but must be 1 to 240 letters");
  }

  @Test
  void allWrongValuesAreSaidAtOnceEachWithTheValueAndWhatIsAllowed() {
    Map<String, String> env = Map.of("SERVER_PORT", "abc", "FEED", "moon", "RETENTION", "x");

    assertThatThrownBy(() -> Settings.from(env))
        .hasMessage(
            String.join(
                System.lineSeparator(),
                "SERVER_PORT is \"abc\", but must be a whole number from 1 to 65535.",
                "FEED is \"moon\", but must be one of emcont, walk, recording, pitch, map, none.",
                "RETENTION is \"x\", but must be 0, or a duration from 1m to 20000d."));
  }

  @ParameterizedTest
  @CsvSource({
    "MONGO_CONNECTION_URI, mongo://me:s3cret@db",
    "EMCONT_EXCHANGE_RATES_URL, ftp://me:s3cret@rates.example/page",
    "EMCONT_EXCHANGE_RATES_URL, ftp://rates.example/page?key=s3cret",
    "MAP_RATES_URL, ftp://rates.example/latest.json?app_id=s3cret",
  })
  void aSecretIsNeverPartOfAMessage(String variable, String value) {
    assertThatThrownBy(() -> Settings.from(Map.of(variable, value)))
        .hasMessageStartingWith(variable)
        .message()
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FEED_TIMEOUT=1s | FEED_TIMEOUT must be below FEED_PERIOD",
        "RETENTION=10m | RETENTION must be 0 or at least HISTORY_WINDOW",
        "FEED=emcont | EMCONT_EXCHANGE_RATES_URL is not set",
        "FEED=recording | RECORDING_FILE is not set",
        "FEED_PERIOD=1500ms | FEED_PERIOD must be whole seconds",
      })
  void settingsThatDoNotGoTogetherStopTheStart(String given, String sentence) {
    String[] variable = given.split("=", 2);

    assertThatThrownBy(() -> Settings.from(Map.of(variable[0], variable[1])))
        .hasMessageContaining(sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "800ms, 800",
    "1s, 1000",
    "30m, 1800000",
    "2H, 7200000",
    "14d, 1209600000",
    "PT5M, 300000",
    "PT0S, 0",
  })
  void durationsAreReadAsPeopleWriteThem(String text, long millis) {
    assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EURUSD | EURUSD",
        "EURUSD, USDJPY | EURUSD USDJPY",
        "[\"EURUSD\", \"US.ECOMM\"] | EURUSD US.ECOMM",
        "[\"]\"] | ]",
      })
  void assetsAreListedAsJsonOrWithCommas(String text, String names) {
    assertThat(AssetNames.parse(text)).contains(List.of(names.split(" ")));
  }

  @Test
  void anEmptyJsonArrayIsACatalogueWithoutAssets() {
    assertThat(AssetNames.parse("[ ]")).contains(List.of());
  }

  @Test
  void whateverTheTextOnlySettingsAndSentencesComeOut() {
    Random random = new Random(20160219);
    String alphabet = "0159smhdPT[]\",:/.*${}@= \tEé-+";
    List<Setting> settings = List.of(Setting.values());
    Set<Boolean> outcomes = new HashSet<>();

    for (int i = 0; i < 20_000; i++) {
      Setting setting = settings.get(random.nextInt(settings.size()));
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      outcomes.add(isAccepted(setting.name(), text.toString()));
    }

    assertThat(outcomes).containsExactlyInAnyOrder(true, false);
  }

  private static boolean isAccepted(String variable, String text) {
    try {
      Settings.from(Map.of(variable, text));
      return true;
    } catch (WrongSettingsException refused) {
      return false;
    }
  }
}
