package ratecast;

import java.util.List;
import java.util.Optional;

/**
 * Every environment variable the program reads: the one source of the README's table, {@code
 * --help}, compose/envs/sample.common.env and the properties the rooms are configured by. A new row
 * is a new setting; tests hold the copies to it.
 */
enum Setting {
  SERVER_HOST("micronaut.server.host", SettingKind.host(), "0.0.0.0", "Address it listens on"),
  SERVER_PORT("micronaut.server.port", SettingKind.port(), "8080", "Port it listens on"),
  MANAGEMENT_PORT(
      "endpoints.all.port",
      SettingKind.port(),
      "",
      "Port of /health and /prometheus, where that shall be another"),
  TLS_CERTIFICATE(
      "micronaut.server.ssl.key-store.certificate-path",
      SettingKind.file(),
      "",
      "PEM file with the certificate chain: turns TLS on"),
  TLS_KEY(
      "micronaut.server.ssl.key-store.key-path",
      SettingKind.file(),
      "",
      "PEM file with the private key of TLS_CERTIFICATE"),
  LOG_FORMAT(
      "logback.format",
      SettingKind.choice("text", "json"),
      "text",
      "Form of the log lines on standard output"),
  MONGO_CONNECTION_URI(
      "mongodb.uri",
      SettingKind.mongoUri(),
      "",
      "The MongoDB to use; without it the embedded one. MONGODB_URI is read too"),
  MONGO_INITDB_DATABASE(
      "store.database", SettingKind.database(), "ratecast", "Name of the database"),
  EMBEDDED_MONGO_DIR(
      "store.embedded.dir",
      SettingKind.path(),
      "./data",
      "Folder of the embedded server's file; memory keeps nothing"),
  EMBEDDED_MONGO_PORT(
      "store.embedded.port",
      SettingKind.port(),
      "27117",
      "Loopback port of the embedded server, for mongosh"),
  ASSET_LIST(
      "market.assets",
      SettingKind.assetNames(),
      "EURUSD,USDJPY,GBPUSD,AUDUSD,USDCAD",
      "Names of the assets, as a JSON array or with commas between"),
  DERIVED_ASSETS(
      "market.derived",
      SettingKind.derivedAssets(),
      "",
      "Assets that follow from others, with commas between"),
  FEED(
      "feed.kind",
      SettingKind.choice("emcont", "walk", "recording", "pitch", "map", "none"),
      "",
      "Where rates come from") {
    /** Depends on another setting, so the value is chosen in {@link Settings}. */
    @Override
    String shownDefault() {
      return "emcont where EMCONT_EXCHANGE_RATES_URL is set, else walk";
    }
  },
  EMCONT_EXCHANGE_RATES_URL(
      "feed.emcont.url", SettingKind.httpUri(), "", "The rates page of FEED=emcont"),
  MAP_RATES_URL(
      "feed.map.url",
      SettingKind.httpUri(),
      "",
      "The page of FEED=map: a base and its rates, with the key in it"),
  MAP_RATES_PERIOD(
      "feed.map.period",
      SettingKind.duration("1s", "1d"),
      "1h",
      "Time from poll to poll of FEED=map, whole seconds"),
  FEED_PERIOD(
      "feed.period",
      SettingKind.duration("1s", "1d"),
      "1s",
      "Time from poll to poll, whole seconds"),
  FEED_TIMEOUT(
      "feed.timeout",
      SettingKind.duration("10ms", "1h"),
      "800ms",
      "Longest time of one poll; below the period"),
  FEED_STALE_AFTER(
      "feed.stale-after",
      SettingKind.duration("1s", "7d"),
      "10s",
      "Rates unchanged for so long are called stale"),
  WALK_TICKERS(
      "feed.walk.tickers",
      SettingKind.count(0, 10_000),
      "100",
      "How many ticker_NN the walk has beside the assets"),
  WALK_SEED(
      "feed.walk.seed", SettingKind.seed(), "", "Makes the walk repeatable to the last value"),
  RECORDING_FILE(
      "feed.recording.file", SettingKind.path(), "", "Quotes CSV or zip of FEED=recording"),
  RECORDING_FROM(
      "feed.recording.from",
      SettingKind.count(0, 86_399),
      "0",
      "Seconds into the file at which it starts"),
  PITCH_INBOX(
      "pitch.inbox",
      SettingKind.path(),
      "./inbox",
      "Folder whose PITCH files are imported, looked at every 10 s"),
  PITCH_FILE("pitch.file", SettingKind.path(), "", "PITCH file that FEED=pitch plays"),
  HISTORY_WINDOW(
      "tape.window",
      SettingKind.duration("1s", "1d"),
      "30m",
      "How much history a subscriber gets, kept in memory"),
  RETENTION(
      "store.retention",
      SettingKind.durationOrZero("1m", "20000d"),
      "14d",
      "How long the store keeps points; 0 keeps everything"),
  API_TOKEN(
      "rest.api-token",
      SettingKind.token(),
      "",
      "What writing calls send as Bearer; without it only this machine may write"),
  KAFKA_BOOTSTRAP_SERVERS(
      "kafka.bootstrap-servers",
      SettingKind.servers(),
      "",
      "Brokers; points then go by a topic to all nodes"),
  KAFKA_TOPIC("kafka.topic", SettingKind.topic(), "tickers", "The topic of the points"),
  READ_TOKEN(
      "rest.read-token",
      SettingKind.token(),
      "",
      "What reading needs too, as Bearer, or once as ?access_token= in a browser"),
  ALLOWED_ORIGINS(
      "stream.allowed-origins",
      SettingKind.origins(),
      "*",
      "Pages that may connect, beside those of the same origin"),
  MAX_CONNECTIONS(
      "stream.max-connections", SettingKind.count(1, 1_000_000), "50000", "Most connections"),
  MAX_CONNECTIONS_PER_ADDRESS(
      "stream.max-connections-per-address",
      SettingKind.count(1, 1_000_000),
      "1000",
      "Most connections from one address"),
  TRUSTED_PROXIES(
      "stream.trusted-proxies",
      SettingKind.subnets(),
      "",
      "Proxies in front, whose X-Forwarded-For says which address it is"),
  MAX_SUBSCRIPTIONS(
      "stream.max-subscriptions",
      SettingKind.count(1, 100_000),
      "2000",
      "Most subscriptions of one connection");

  private final String property;

  @SuppressWarnings("ImmutableEnumChecker") // its reader is a pure function, which is not seen
  private final SettingKind kind;

  private final String defaultText;
  private final String meaning;

  Setting(String property, SettingKind kind, String defaultText, String meaning) {
    this.property = property;
    this.kind = kind;
    this.defaultText = defaultText;
    this.meaning = meaning;
  }

  /** The variables that set it; the first that is not empty wins. */
  List<String> variables() {
    return this == MONGO_CONNECTION_URI ? List.of(name(), "MONGODB_URI") : List.of(name());
  }

  /** The name under which Micronaut's configuration knows it. */
  String property() {
    return property;
  }

  SettingKind kind() {
    return kind;
  }

  /** One line for people, with the unit where the kind does not say it. */
  String meaning() {
    return meaning;
  }

  /** What it is without a variable; empty where it is then not set. */
  Optional<String> defaultText() {
    return defaultText.isEmpty() ? Optional.empty() : Optional.of(defaultText);
  }

  /** The default as tables show it. */
  String shownDefault() {
    return defaultText().orElse("none");
  }
}
