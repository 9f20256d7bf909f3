package ratecast.feed;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/**
 * Which quotes are played back.
 *
 * @param file a CSV or a zip that holds one; blank where there is none
 * @param from second of the file's day at which the first round begins
 */
@ConfigurationProperties("feed.recording")
public record RecordingConfig(
    @Bindable(defaultValue = "") String file, @Bindable(defaultValue = "0") int from) {
  private static final int SECONDS_OF_A_DAY = 86_400;

  public RecordingConfig {
    file = file.strip();
    if (from < 0 || from >= SECONDS_OF_A_DAY) {
      throw new IllegalArgumentException(
          "RECORDING_FROM is "
              + from
              + ": allowed is 0 to "
              + (SECONDS_OF_A_DAY - 1)
              + ", seconds since the file's midnight");
    }
  }
}
