package ratecast.store.embedded;

import de.bwaldvogel.mongo.MongoServer;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The running embedded server. Constructing it opens the file and the port; closing it keeps
 * everything it acknowledged.
 */
@Singleton
@Requires(missingProperty = "mongodb.uri")
public final class EmbeddedServer implements AutoCloseable {
  /**
   * A long scan holds one of these threads; the default of two a core is few on a small machine.
   */
  private static final int WORKERS = 8;

  private final TimeLimits limits = new TimeLimits(System::nanoTime);
  private final MongoServer server;
  private final int port;

  /** The same, for whoever wants no metrics of it. */
  public EmbeddedServer(EmbeddedConfig config) {
    this(config, new DiskRoom(config));
  }

  /**
   * Opens the file and listens.
   *
   * @throws EmbeddedStoreException where the port is taken, or the folder cannot be used or is in
   *     use by another process
   */
  @Inject
  EmbeddedServer(EmbeddedConfig config, DiskRoom room) {
    StoreFile file =
        config.folder().map(folder -> StoreFile.open(folder, room)).orElseGet(StoreFile::inMemory);
    server = new MongoServer(new OrderedBackend(file, limits));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), config.port());
    try {
      server.bind(address, 1, WORKERS);
    } catch (Exception e) { // Netty throws a BindException without declaring it
      server.shutdownNow();
      throw new EmbeddedStoreException(
          "The embedded MongoDB cannot listen on port "
              + config.port()
              + " ("
              + e.getMessage()
              + "): stop what listens there or set EMBEDDED_MONGO_PORT",
          e);
    }
    port = server.getLocalAddress().getPort();
  }

  /** For the driver. */
  public String uri() {
    return "mongodb://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  @Override
  @PreDestroy
  public void close() {
    limits.close(); // the server's own close waits for its threads, as long as they read
    server.shutdownNow();
  }
}
