package ratecast.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mongodb.reactivestreams.client.MongoClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import ratecast.support.EmbeddedStore;
import ratecast.support.FreePort;
import ratecast.support.Wire;
import reactor.core.publisher.Mono;

/** A start whose store is away, silent, or refuses; each said so that one can do something. */
class FirstAnswerTest {
  private static final StoreSharing EMBEDDED = new StoreSharing("");
  private static final StoreSharing SHARED = new StoreSharing("mongodb://db");
  private static final Document PING = new Document("ping", 1);

  @Test
  void aServerThatIsNotThereIsSaidWithItsAddressAndWhatHappened() {
    int port = FreePort.next();

    assertThat(sentence(SHARED, "mongodb://localhost:" + port, PING))
        .isEqualTo(
            "MongoDB does not answer (localhost:%d: Connection refused)."
                + " Is MONGO_CONNECTION_URI right, and MongoDB running?",
            port);
  }

  @Test
  void silenceIsSaidToBeSilence() {
    assertThat(sentence(SHARED, Mono.never()))
        .isEqualTo(
            "MongoDB does not answer (nothing came for 3 s)."
                + " Is MONGO_CONNECTION_URI right, and MongoDB running?");
  }

  @Test
  void whatTheStoreRefusesIsSaidInItsWordsAndTheEmbeddedOneHasNoAddressToBeAskedFor() {
    try (EmbeddedStore store = EmbeddedStore.inMemory()) {
      String uri = "mongodb://localhost:" + store.port();
      Document nonsense = new Document("nonsense", 1);

      assertThat(sentence(SHARED, uri, nonsense))
          .isEqualTo("MongoDB refuses what a start needs: no such command: 'nonsense'.");
      assertThat(sentence(EMBEDDED, uri, nonsense))
          .isEqualTo(
              "The embedded store cannot be used: no such command: 'nonsense'."
                  + " EMBEDDED_MONGO_DIR says where its file is.");
    }
  }

  @Test
  void aStoreThatComesBackIsWaitedForAndABugIsNot() {
    try (EmbeddedStore store = EmbeddedStore.inMemory();
        Wire wire = new Wire(store.port());
        MongoClient client = EmbeddedStore.client("mongodb://127.0.0.1:" + wire.port())) {
      wire.cut();
      Mono<Document> ping = Mono.from(client.getDatabase("ratecast").runCommand(PING));
      assertThat(new FirstAnswer(SHARED).to(ping.doOnError(e -> wire.restore())).block())
          .containsKey("ok");
    }
    AtomicInteger asked = new AtomicInteger();
    Mono<?> bug =
        Mono.error(
            () -> {
              asked.incrementAndGet();
              return new IllegalStateException("a bug");
            });

    assertThat(
            catchThrowableOfType(
                IllegalStateException.class, new FirstAnswer(SHARED).to(bug)::block))
        .hasMessage("a bug");
    assertThat(asked).hasValue(1);
  }

  private static String sentence(StoreSharing sharing, String uri, Document command) {
    try (MongoClient client = EmbeddedStore.client(uri)) {
      return sentence(sharing, Mono.from(client.getDatabase("ratecast").runCommand(command)));
    }
  }

  private static String sentence(StoreSharing sharing, Mono<?> question) {
    Mono<?> answer = new FirstAnswer(sharing, Duration.ofSeconds(3)).to(question);
    return String.valueOf(catchThrowableOfType(NoStoreException.class, answer::block).getMessage());
  }
}
