package ratecast.support;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoClients;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import ratecast.store.embedded.EmbeddedConfig;
import ratecast.store.embedded.EmbeddedServer;

/**
 * The embedded server on a free port with a driver on it, for tests. For a whole program in a test
 * give it the properties {@code store.embedded.dir=memory} and {@code store.embedded.port=0}.
 */
public final class EmbeddedStore implements AutoCloseable {
  private static final String DATABASE = "ratecast";

  private final EmbeddedServer server;
  private final MongoClient client;

  private EmbeddedStore(String dir) {
    server = new EmbeddedServer(new EmbeddedConfig(dir, 0));
    client = client(server.uri());
  }

  public static EmbeddedStore inMemory() {
    return new EmbeddedStore(EmbeddedConfig.MEMORY);
  }

  public static EmbeddedStore in(Path folder) {
    return new EmbeddedStore(folder.toString());
  }

  /** A driver with the short times the program has; the caller closes it. */
  public static MongoClient client(String uri) {
    return MongoClients.create(
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(uri))
            .applyToClusterSettings(c -> c.serverSelectionTimeout(2, TimeUnit.SECONDS))
            .applyToServerSettings(
                s ->
                    s.heartbeatFrequency(500, TimeUnit.MILLISECONDS)
                        .minHeartbeatFrequency(50, TimeUnit.MILLISECONDS))
            .applyToSocketSettings(s -> s.connectTimeout(1, TimeUnit.SECONDS))
            .writeConcern(WriteConcern.MAJORITY)
            .build());
  }

  public MongoDatabase database() {
    return client.getDatabase(DATABASE);
  }

  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
