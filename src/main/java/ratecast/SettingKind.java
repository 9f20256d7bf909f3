package ratecast;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting may hold and how its text becomes the value of a property.
 *
 * @param allowed ends the sentence "must be ..." and stands in the table of {@code --help}
 * @param secret a value that no message and no log may show
 * @param reader empty where the text is not allowed
 */
record SettingKind(String allowed, boolean secret, Function<String, Optional<Object>> reader) {
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_-]{1,255}");
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9._-]+(:\\d{1,5})?");
  private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9._-]{1,255}:(\\d{1,5})");

  /** Kafka takes 249 characters, of which the topic beside it needs nine for {@code .rejected}. */
  private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,240}");

  private static final Pattern ANY = Pattern.compile("\\*");
  private static final Pattern MONGODB = Pattern.compile("mongodb(\\+srv)?://\\S{1,2000}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{8,512}");
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/@]*@|\\?.*");

  /** How a wrong value appears in a message: whole where it cannot hold a secret. */
  String shown(String text) {
    return secret
        ? "set (not shown: it may hold a secret)"
        : '"' + CREDENTIALS.matcher(text).replaceAll("***") + '"';
  }

  static SettingKind host() {
    return text("an IP address or a host name", HOST);
  }

  static SettingKind port() {
    return count(1, 65_535);
  }

  /** A whole number that fits an {@code int}, bounds included. */
  static SettingKind count(int min, int max) {
    return plain(
        "a whole number from %d to %d".formatted(min, max),
        text -> whole(text).filter(n -> n >= min && n <= max).map(Long::intValue));
  }

  static SettingKind seed() {
    return plain("a whole number of 64 bits", text -> whole(text).map(n -> n));
  }

  /** A duration, bounds included. */
  static SettingKind duration(String min, String max) {
    return plain(
        "a duration from %s to %s".formatted(min, max),
        text -> DurationText.parse(text).filter(within(min, max)).map(d -> d));
  }

  static SettingKind durationOrZero(String min, String max) {
    return plain(
        "0, or a duration from %s to %s".formatted(min, max),
        text -> DurationText.parse(text).filter(within(min, max).or(Duration::isZero)).map(d -> d));
  }

  static SettingKind choice(String... words) {
    return plain(
        "one of " + String.join(", ", words),
        text -> Optional.<Object>of(text).filter(List.of(words)::contains));
  }

  static SettingKind path() {
    return plain("a path of this machine", SettingKind::path);
  }

  /** A file that is there. Its value is a resource location as Micronaut takes it. */
  static SettingKind file() {
    return plain("a file that can be read", SettingKind::file);
  }

  static SettingKind httpUri() {
    return plain("an http:// or https:// address", SettingKind::httpUri);
  }

  static SettingKind mongoUri() {
    return new SettingKind(
        "an address that starts with mongodb:// or mongodb+srv://", true, matching(MONGODB));
  }

  static SettingKind token() {
    return new SettingKind("8 to 512 visible ASCII characters", true, matching(TOKEN));
  }

  static SettingKind database() {
    return text("1 to 63 letters, digits, _ and -", DATABASE);
  }

  static SettingKind assetNames() {
    return plain(AssetNames.ALLOWED, text -> AssetNames.parse(text).map(names -> names));
  }

  static SettingKind derivedAssets() {
    return plain(
        DerivedNames.ALLOWED,
        text -> DerivedNames.parse(text).map(names -> List.copyOf(names.keySet())));
  }

  static SettingKind origins() {
    return plain(
        "*, or origins such as https://example.com with commas between",
        text ->
            items(text, (text.equals("*") ? ANY : ORIGIN).asMatchPredicate())
                .map(origins -> origins));
  }

  static SettingKind subnets() {
    return plain(
        "IP addresses or subnets, as 10.0.0.0/8, with commas between",
        text -> items(text, SettingKind::isSubnet).map(subnets -> subnets));
  }

  static SettingKind servers() {
    return plain(
        "host:port, or several with commas between",
        text -> items(text, SettingKind::isServer).map(servers -> String.join(",", servers)));
  }

  static SettingKind topic() {
    return text("1 to 240 letters, digits, dots, _ and -, not . or ..", TOPIC);
  }

  private static SettingKind text(String allowed, Pattern pattern) {
    return plain(allowed, matching(pattern));
  }

  private static SettingKind plain(String allowed, Function<String, Optional<Object>> reader) {
    return new SettingKind(allowed, false, reader);
  }

  private static Function<String, Optional<Object>> matching(Pattern pattern) {
    return text -> Optional.<Object>of(text).filter(t -> pattern.matcher(text).matches());
  }

  private static Optional<Long> whole(String text) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException notWhole) {
      return Optional.empty();
    }
  }

  private static Predicate<Duration> within(String min, String max) {
    Duration least = DurationText.parse(min).orElseThrow();
    Duration most = DurationText.parse(max).orElseThrow();
    return duration -> duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
  }

  private static Optional<Object> file(String text) {
    return path(text)
        .map(path -> Path.of(path.toString()).toAbsolutePath())
        .filter(Files::isReadable)
        .map(path -> "file:" + path);
  }

  private static Optional<Object> path(String text) {
    try {
      return Optional.of(Path.of(text).toString());
    } catch (InvalidPathException notAPath) {
      return Optional.empty();
    }
  }

  private static Optional<Object> httpUri(String text) {
    try {
      URI uri = URI.create(text);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null ? Optional.of(text) : Optional.empty();
    } catch (IllegalArgumentException notAUri) {
      return Optional.empty();
    }
  }

  private static boolean isServer(String text) {
    Matcher parts = SERVER.matcher(text);
    return parts.matches() && port().reader().apply(parts.group(1)).isPresent();
  }

  private static boolean isSubnet(String text) {
    String[] parts = text.split("/", 2);
    InetAddress address = NetUtil.createInetAddressFromIpAddressString(parts[0]);
    return address != null
        && (parts.length == 1
            || count(0, address.getAddress().length * Byte.SIZE)
                .reader()
                .apply(parts[1])
                .isPresent());
  }

  /** What stands between commas; empty where one item does not match. */
  private static Optional<List<String>> items(String text, Predicate<String> item) {
    List<String> items = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return Optional.of(items).filter(all -> all.stream().allMatch(item));
  }
}
