package ratecast;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/**
 * The only place that knows the machine's clock. Everything else is handed an {@link
 * InstantSource}, so that tests own the time; the floors check holds to it.
 */
@Factory
final class ClockFactory {
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }
}
