package ratecast.store;

import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.util.UUID;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.mongodb.MongoDBContainer;
import ratecast.support.EmbeddedStore;

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
        LoggerFactory.getLogger(TestServer.class).warn(reason);
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

  /** A server that runs, and how to stop it. */
  static final class Running {
    private final MongoClient client;
    private final Runnable server;

    Running(MongoClient client, Runnable stopServer) {
      this.client = client;
      server = stopServer;
    }

    /** A new one each time. */
    MongoDatabase database() {
      return client.getDatabase("ratecast-test-" + UUID.randomUUID());
    }

    void stop() {
      client.close();
      server.run();
    }
  }
}
