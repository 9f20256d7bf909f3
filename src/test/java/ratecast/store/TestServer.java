package ratecast.store;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Mono;

/** The servers that the store's contract is held against. */
enum TestServer {
  EMBEDDED {
    @Override
    Running start() {
      EmbeddedStore store = EmbeddedStore.inMemory();
      return new Running(EmbeddedStore.client("mongodb://127.0.0.1:" + store.port()), store::close);
    }
  },
  /** MongoDB 7 as a replica set of one, where there is Docker. */
  DOCKER {
    @Override
    Running start() {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        String reason = "no Docker here, so the store was not tried against mongo:7.0";
        if (Boolean.parseBoolean(System.getenv("REQUIRE_DOCKER_TESTS"))) {
          Assertions.fail(reason + ", and REQUIRE_DOCKER_TESTS is set");
        }
        Assumptions.abort(reason);
      }
      MongoDBContainer container = new MongoDBContainer("mongo:7.0").withReplicaSet();
      container.start();
      return new Running(EmbeddedStore.client(container.getConnectionString()), container::stop);
    }
  },
  /** Any server named in TEST_MONGODB_URI; a database of its own, dropped afterwards. */
  GIVEN {
    @Override
    Running start() {
      String uri = System.getenv("TEST_MONGODB_URI");
      Assumptions.assumeTrue(uri != null, "TEST_MONGODB_URI names no server");
      return new Running(EmbeddedStore.client(uri), () -> {});
    }
  };

  abstract Running start();

  /** A server with a database of its own on it. */
  static final class Running {
    private final MongoClient client;
    private final Runnable server;
    private final MongoDatabase database;

    Running(MongoClient client, Runnable stopServer) {
      this.client = client;
      server = stopServer;
      database = client.getDatabase("ratecast-test-" + UUID.randomUUID());
    }

    MongoDatabase database() {
      return database;
    }

    void stop() {
      Mono.from(database.drop()).block();
      client.close();
      server.run();
    }
  }
}
