package ratecast.store;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;

/**
 * Whether other nodes may use the same store: a MongoDB that the settings name can be shared, the
 * embedded one is this process's own.
 */
@Singleton
public final class StoreSharing {
  private final boolean shared;

  StoreSharing(@Value("${mongodb.uri:}") String uri) {
    shared = !uri.isBlank();
  }

  public boolean isShared() {
    return shared;
  }
}
