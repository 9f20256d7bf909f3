package ratecast.pitch.imports;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Where PITCH files come from.
 *
 * @param inbox the folder whose files are imported; need not be there
 * @param file played by FEED=pitch; blank where there is none
 * @param look time between two looks into the inbox
 * @param maxUpload bytes of one upload
 */
@ConfigurationProperties("pitch")
public record PitchConfig(
    @Bindable(defaultValue = "./inbox") String inbox,
    @Bindable(defaultValue = "") String file,
    @Bindable(defaultValue = "10s") Duration look,
    @Bindable(defaultValue = "8589934592") long maxUpload) {
  public PitchConfig {
    if (inbox.isBlank()) {
      throw new IllegalArgumentException("PITCH_INBOX is blank: it must be a path");
    }
    if (look.toMillis() < 1) {
      throw new IllegalArgumentException("pitch.look " + look + " is not positive");
    }
    if (maxUpload < 1) {
      throw new IllegalArgumentException("pitch.max-upload " + maxUpload + " is not positive");
    }
  }

  /** Absolute, so that an import's file is found wherever the next start is made from. */
  Path folder() {
    return Path.of(inbox).toAbsolutePath().normalize();
  }

  /** What FEED=pitch plays. */
  public Optional<Path> played() {
    return file.isBlank() ? Optional.empty() : Optional.of(Path.of(file.strip()));
  }
}
