package ratecast.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.micronaut.configuration.mongo.core.DefaultMongoConfiguration;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;
import ratecast.store.embedded.EmbeddedServer;

/**
 * Finishes the client's settings before the client is made: the embedded server's address where no
 * {@code mongodb.uri} is set, and times short enough to notice a cut wire within five seconds. What
 * a {@code mongodb.uri} says about times stays. The embedded server has no wire to be cut, and is
 * hardly asked after its health.
 */
@Singleton
final class ClientSettings implements BeanCreatedEventListener<DefaultMongoConfiguration> {
  private static final int HEARTBEAT_SECONDS = 2;

  /** The driver's own ten seconds took a sixth of what a quiet program takes. */
  private static final int EMBEDDED_HEARTBEAT_SECONDS = 60;

  private static final int SELECTION_SECONDS = 2;
  private static final int CONNECT_SECONDS = 2;

  /**
   * Only for an answer on a wire whose other end still sends heartbeats: long scans may take it.
   */
  private static final int READ_SECONDS = 30;

  private final BeanProvider<EmbeddedServer> embedded;

  ClientSettings(BeanProvider<EmbeddedServer> embedded) {
    this.embedded = embedded;
  }

  @Override
  public DefaultMongoConfiguration onCreated(BeanCreatedEvent<DefaultMongoConfiguration> event) {
    DefaultMongoConfiguration settings = event.getBean();
    settings.getClusterSettings().serverSelectionTimeout(SELECTION_SECONDS, SECONDS);
    settings.getServerSettings().minHeartbeatFrequency(100, MILLISECONDS);
    settings.getSocketSettings().connectTimeout(CONNECT_SECONDS, SECONDS);
    settings.getSocketSettings().readTimeout(READ_SECONDS, SECONDS);
    if (settings.getConnectionString().isPresent()) {
      settings.getServerSettings().heartbeatFrequency(HEARTBEAT_SECONDS, SECONDS);
      settings.setUri(settings.getUri());
    } else {
      settings.getServerSettings().heartbeatFrequency(EMBEDDED_HEARTBEAT_SECONDS, SECONDS);
      settings.setUri(embedded.get().uri());
    }
    return settings;
  }
}
