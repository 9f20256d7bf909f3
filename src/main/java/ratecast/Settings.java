package ratecast;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The checked settings of one start, as the properties Micronaut binds the rooms' {@code ...Config}
 * records from. Given and default values are kept apart, since application.yml stands between them:
 * it wins over a default and loses to a variable.
 */
public final class Settings {
  private final Map<String, Object> given;
  private final Map<String, Object> defaults;

  private Settings(Map<Setting, Object> given, Map<Setting, Object> defaults) {
    this.given = withTls(byProperty(given), given, both(defaults, given));
    this.defaults = byProperty(defaults);
  }

  /**
   * Reads the variables of {@link Setting} and no other. An empty one is one that is not set;
   * spaces around a value do not count.
   *
   * @throws WrongSettingsException naming everything that is wrong at once
   */
  public static Settings from(Map<String, String> env) {
    List<String> sentences = new ArrayList<>();
    Map<Setting, Object> given = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      for (String variable : setting.variables()) {
        String text = env.getOrDefault(variable, "").strip();
        if (!text.isEmpty()) {
          read(setting, variable, text, sentences)
              .ifPresent(value -> given.putIfAbsent(setting, value));
        }
      }
    }
    Map<Setting, Object> defaults = defaultsBeside(given);
    if (sentences.isEmpty()) {
      sentences.addAll(SettingRules.broken(both(defaults, given)));
    }
    if (!sentences.isEmpty()) {
      throw new WrongSettingsException(sentences);
    }
    return new Settings(given, defaults);
  }

  /** What the environment said, by property. */
  public Map<String, Object> given() {
    return given;
  }

  /** The defaults of what it did not say, by property. */
  public Map<String, Object> defaults() {
    return defaults;
  }

  /** Both in one, for a server that has no application.yml of its own. */
  public Map<String, Object> properties() {
    return Collections.unmodifiableMap(both(defaults, given));
  }

  private static Optional<Object> read(
      Setting setting, String variable, String text, List<String> sentences) {
    // Micronaut would take ${...} in a value for a reference to another property.
    Optional<Object> value =
        text.contains("${") ? Optional.empty() : setting.kind().reader().apply(text);
    if (value.isEmpty()) {
      sentences.add(
          "%s is %s, but must be %s."
              .formatted(variable, setting.kind().shown(text), setting.kind().allowed()));
    }
    return value;
  }

  private static Map<Setting, Object> defaultsBeside(Map<Setting, Object> given) {
    Map<Setting, Object> defaults = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (!given.containsKey(setting)) {
        setting
            .defaultText()
            .flatMap(setting.kind().reader())
            .ifPresent(value -> defaults.put(setting, value));
      }
    }
    if (!given.containsKey(Setting.FEED)) {
      boolean page = given.containsKey(Setting.EMCONT_EXCHANGE_RATES_URL);
      defaults.put(Setting.FEED, page ? "emcont" : "walk");
    }
    return defaults;
  }

  /** With a certificate the one port speaks TLS and nothing else. */
  private static Map<String, Object> withTls(
      Map<String, Object> properties, Map<Setting, Object> given, Map<Setting, Object> all) {
    if (!given.containsKey(Setting.TLS_CERTIFICATE)) {
      return properties;
    }
    Map<String, Object> with = new HashMap<>(properties);
    with.put("micronaut.server.ssl.enabled", true);
    with.put("micronaut.server.ssl.port", Objects.requireNonNull(all.get(Setting.SERVER_PORT)));
    return Collections.unmodifiableMap(with);
  }

  private static <K> Map<K, Object> both(Map<K, Object> defaults, Map<K, Object> given) {
    Map<K, Object> both = new HashMap<>(defaults);
    both.putAll(given);
    return both;
  }

  private static Map<String, Object> byProperty(Map<Setting, Object> values) {
    Map<String, Object> properties = new HashMap<>();
    values.forEach((setting, value) -> properties.put(setting.property(), value));
    return Collections.unmodifiableMap(properties);
  }
}
