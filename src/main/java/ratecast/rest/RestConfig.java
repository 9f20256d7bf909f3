package ratecast.rest;

import io.micronaut.context.annotation.ConfigurationProperties;
import org.jspecify.annotations.Nullable;

/**
 * Who may write.
 *
 * @param apiToken what writing calls send as {@code Bearer}; null where only this machine may write
 */
@ConfigurationProperties("rest")
record RestConfig(@Nullable String apiToken) {
  /** Without the token: a configuration ends up in logs. */
  @Override
  public String toString() {
    return "RestConfig[apiToken=" + (apiToken == null ? "none" : "set") + "]";
  }
}
