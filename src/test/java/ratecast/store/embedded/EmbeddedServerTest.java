package ratecast.store.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Publisher;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the library lacks and we add, seen by the driver; and what happens at start and stop. */
class EmbeddedServerTest {
  @TempDir Path folder;
  private EmbeddedStore store = EmbeddedStore.inMemory();

  @BeforeEach
  void open() {
    store.close();
    store = EmbeddedStore.in(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theGreetingIsOneThatDriversAndShellsAccept() {
    for (String command : List.of("hello", "isMaster", "ismaster")) {
      Document greeting = run(new Document(command, 1));

      assertThat(greeting)
          .containsEntry("isWritablePrimary", true)
          .containsEntry("helloOk", true)
          .containsEntry("logicalSessionTimeoutMinutes", 30)
          .containsEntry("maxWireVersion", 13);
    }
    assertThat(run(new Document("endSessions", List.of()))).containsEntry("ok", 1.0);
  }

  @Test
  void transactionsAreRefusedWithACodeThatSaysSo() {
    Document inTransaction =
        new Document("find", "c").append("startTransaction", true).append("autocommit", false);

    assertThatThrownBy(() -> run(inTransaction))
        .isInstanceOfSatisfying(
            MongoCommandException.class, e -> assertThat(e.getErrorCode()).isEqualTo(20));
  }

  @Test
  void anUnorderedInsertCountsWhatItInserted() {
    insert("c", 2);

    assertThatThrownBy(
            () ->
                one(
                    collection("c")
                        .insertMany(
                            IntStream.range(0, 5).mapToObj(i -> new Document("_id", i)).toList(),
                            new InsertManyOptions().ordered(false))))
        .isInstanceOfSatisfying(
            MongoBulkWriteException.class,
            e -> assertThat(e.getWriteResult().getInsertedCount()).isEqualTo(3));
  }

  @Test
  void documentsAndUniqueIndexesOutliveARestart() {
    one(collection("c").createIndex(Indexes.ascending("name"), new IndexOptions().unique(true)));
    one(collection("c").insertOne(new Document("_id", 1).append("name", "one")));

    store.close();
    store = EmbeddedStore.in(folder);

    assertThat(all(collection("c").find()))
        .containsExactly(new Document("_id", 1).append("name", "one"));
    assertThatThrownBy(
            () -> one(collection("c").insertOne(new Document("_id", 2).append("name", "one"))))
        .isInstanceOfSatisfying(
            MongoWriteException.class, e -> assertThat(e.getCode()).isEqualTo(11000));
  }

  /** A document that nobody could read: an open that looked at it would fail. */
  @Test
  void aCollectionThatOnlyExpiresIsOpenedWithoutAReadOfItsDocuments() {
    insert("c", 1);
    one(collection("c").createIndex(Indexes.ascending("t")));
    store.close();
    try (StoreFile file = StoreFile.open(folder, new DiskRoom(() -> Long.MAX_VALUE))) {
      MVMap<Object, byte[]> documents = file.map(collection("c").getNamespace().getFullName());
      assertThat(documents.sizeAsLong()).isOne();
      file.change(() -> documents.put("unreadable", new byte[] {1}));
    }

    store = EmbeddedStore.in(folder);

    assertThat(all(collection("c").find(new Document("_id", 0)))).hasSize(1);
  }

  @Test
  void whatWasDroppedIsGoneAfterARestart() {
    insert("kept", 1);
    insert("dropped", 1);
    one(collection("dropped").drop());
    one(store.database().getCollection("kept").insertOne(new Document("_id", "x")));

    store.close();
    store = EmbeddedStore.in(folder);

    assertThat(all(store.database().listCollectionNames())).containsExactly("kept");
    assertThat(all(collection("kept").find())).hasSize(2);
    assertThat(all(collection("dropped").find())).isEmpty();
  }

  @Test
  void aLongAnswerComesInBatchesAndSurvivesWritesBetweenThem() {
    insert("c", 5_000);

    List<Integer> ids =
        all(
            Flux.from(collection("c").find().batchSize(100))
                .map(document -> document.getInteger("_id"))
                .doOnNext(
                    id -> {
                      if (id % 1_000 == 0) {
                        one(collection("c").deleteOne(new Document("_id", id)));
                      }
                    }));

    assertThat(ids).containsExactlyElementsOf(IntStream.range(0, 5_000).boxed().toList());
  }

  @Test
  void aSecondProgramOnTheFolderIsToldWhoHasIt() {
    assertThatThrownBy(() -> EmbeddedStore.in(folder))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessage(
            "%s is in use by another ratecast (pid %d): stop it or set EMBEDDED_MONGO_DIR",
            folder, ProcessHandle.current().pid());
  }

  @Test
  void aTakenPortIsNamed() {
    EmbeddedConfig taken = new EmbeddedConfig(EmbeddedConfig.MEMORY, store.port());

    assertThatThrownBy(() -> new EmbeddedServer(taken).close())
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("port " + store.port())
        .hasMessageContaining("EMBEDDED_MONGO_PORT");
  }

  @Test
  void aFileThatIsNoStoreIsLeftAloneAndNamed() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(other.resolve("ratecast.mv"), "not a store".repeat(1_000));

    assertThatThrownBy(() -> EmbeddedStore.in(other))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("ratecast.mv cannot be opened");
    assertThat(other.resolve("ratecast.mv")).content().startsWith("not a store");
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> EmbeddedStore.in(file.resolve("below")))
        .isInstanceOf(EmbeddedStoreException.class)
        .hasMessageContaining("set EMBEDDED_MONGO_DIR");
  }

  private void insert(String name, int count) {
    one(
        collection(name)
            .insertMany(IntStream.range(0, count).mapToObj(i -> new Document("_id", i)).toList()));
  }

  private MongoCollection<Document> collection(String name) {
    MongoDatabase database = store.database();
    return database.getCollection(name);
  }

  private Document run(Document command) {
    return requireNonNull(one(store.database().runCommand(command)));
  }

  private static <T> @Nullable T one(Publisher<T> publisher) {
    return Mono.from(publisher).block();
  }

  private static <T> List<T> all(Publisher<T> publisher) {
    return requireNonNull(Flux.from(publisher).collectList().block());
  }
}
