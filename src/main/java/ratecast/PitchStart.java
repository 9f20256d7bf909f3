package ratecast;

import io.micronaut.context.event.StartupEvent;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.runtime.event.annotation.EventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import ratecast.pitch.imports.Importer;
import ratecast.pitch.imports.Inbox;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchStore;

/**
 * The start and the end of PITCH imports: indexes with the rest of the store, the importer and the
 * inbox once the port is open, which the command line's import never opens.
 */
@Singleton
final class PitchStart {
  private final ImportStore imports;
  private final PitchStore messages;
  private final Importer importer;
  private final Inbox inbox;

  PitchStart(ImportStore imports, PitchStore messages, Importer importer, Inbox inbox) {
    this.imports = imports;
    this.messages = messages;
    this.importer = importer;
    this.inbox = inbox;
  }

  @EventListener
  @Order(Ordered.LOWEST_PRECEDENCE) // after Startup, which has waited for the store
  void prepare(StartupEvent event) {
    imports.prepare().then(messages.prepare()).block();
  }

  @EventListener
  void start(ServerStartupEvent event) {
    importer.start();
    inbox.start();
  }

  void stop() {
    inbox.stop();
    importer.stop();
  }
}
