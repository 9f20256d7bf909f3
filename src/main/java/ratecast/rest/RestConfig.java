package ratecast.rest;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who may write and read, and the pace of server-sent events.
 *
 * @param apiToken what writing calls send as {@code Bearer}; null where only this machine may write
 * @param readToken what reading needs; null where everybody may read
 * @param eventBeat how often a silent stream of events says that it lives, and one that is not read
 *     is looked at
 */
@ConfigurationProperties("rest")
record RestConfig(
    @Nullable String apiToken,
    @Nullable String readToken,
    @Bindable(defaultValue = "15s") Duration eventBeat) {
  /** Without the token: a configuration ends up in logs. */
  @Override
  public String toString() {
    return "RestConfig[apiToken=%s, readToken=%s]"
        .formatted(apiToken == null ? "none" : "set", readToken == null ? "none" : "set");
  }
}
