package ratecast.rest;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * Who may write and read.
 *
 * @param apiToken what writing calls send as {@code Bearer}; null where only this machine may write
 * @param readToken what reading needs; null where everybody may read
 */
@ConfigurationProperties("rest")
record RestConfig(@Nullable String apiToken, @Nullable String readToken) {
  /** Without the token: a configuration ends up in logs. */
  @Override
  public String toString() {
    return "RestConfig[apiToken=%s, readToken=%s]"
        .formatted(apiToken == null ? "none" : "set", readToken == null ? "none" : "set");
  }
}
