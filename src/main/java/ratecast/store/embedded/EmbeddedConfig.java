package ratecast.store.embedded;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the embedded server keeps its file and listens.
 *
 * @param dir a folder, made where it is missing; {@value #MEMORY} keeps nothing
 * @param port on loopback, a fixed one so that mongosh can look in; 0 takes any free one
 */
@ConfigurationProperties("store.embedded")
public record EmbeddedConfig(
    @Bindable(defaultValue = "./data") String dir, @Bindable(defaultValue = "27117") int port) {
  public static final String MEMORY = "memory";

  public EmbeddedConfig {
    if (dir.isBlank()) {
      throw new IllegalArgumentException("store.embedded.dir is empty: name a folder or " + MEMORY);
    }
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("store.embedded.port " + port + " is not 0 to 65535");
    }
  }

  /** Empty where nothing is kept. */
  Optional<Path> folder() {
    return dir.equals(MEMORY) ? Optional.empty() : Optional.of(Path.of(dir));
  }
}
