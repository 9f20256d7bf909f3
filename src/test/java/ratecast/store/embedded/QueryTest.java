package ratecast.store.embedded;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Walking keys must answer what looking at every document would. */
class QueryTest {
  private static final int IDS = 400;

  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final MongoCollection<Document> collection = store.database().getCollection("c");
  private final Random random = new Random(20_160_219);
  private final TreeMap<String, Document> model = new TreeMap<>();

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyQueryByIdAnswersWhatAScanWould() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < IDS; i++) {
      ids.add(id());
    }
    ids.stream().distinct().forEach(this::insert);

    for (int i = 0; i < 40; i++) {
      String low = id();
      String high = id();
      List<String> some = List.of(id(), id(), low, id());
      int colour = random.nextInt(3);
      check(Filters.eq("_id", low), id -> id.equals(low));
      check(Filters.in("_id", some), some::contains);
      check(Filters.gte("_id", low), id -> id.compareTo(low) >= 0);
      check(Filters.lt("_id", high), id -> id.compareTo(high) < 0);
      check(
          new Document("_id", new Document("$gt", low).append("$lte", high)),
          id -> id.compareTo(low) > 0 && id.compareTo(high) <= 0);
      check(
          Filters.and(Filters.gte("_id", low), Filters.in("_id", some)),
          id -> id.compareTo(low) >= 0 && some.contains(id));
      check(
          Filters.and(Filters.ne("_id", low), Filters.eq("colour", colour)),
          id -> !id.equals(low) && colour(id) == colour);
      check(
          Filters.or(Filters.eq("_id", low), Filters.eq("_id", high)),
          id -> id.equals(low) || id.equals(high));
    }
  }

  @Test
  void numbersFindEachOtherWhateverTheirType() {
    Mono.from(collection.insertOne(new Document("_id", 5))).block();

    assertThat(ids(collection.find(Filters.eq("_id", 5L)))).hasSize(1);
    assertThat(ids(collection.find(Filters.in("_id", 4.0, 5.0)))).hasSize(1);
    assertThat(ids(collection.find(Filters.gt("_id", 4.5)))).hasSize(1);
    assertThat(ids(collection.find(Filters.gt("_id", "a")))).isEmpty();
  }

  /** To the map 5000000000.5 is the id 5000000000. */
  @Test
  void anIdThatIsAlmostTheOneAskedForIsNotFound() {
    Mono.from(collection.insertOne(new Document("_id", 5_000_000_000L))).block();

    assertThat(ids(collection.find(Filters.eq("_id", 5_000_000_000.5)))).isEmpty();
    assertThat(ids(collection.find(Filters.in("_id", 5_000_000_000.5)))).isEmpty();
  }

  @Test
  void updatesAndDeletesReachExactlyWhatTheyName() {
    List.of("a", "b", "c", "d").forEach(this::insert);

    Mono.from(
            collection.updateMany(
                Filters.gt("_id", "b"), new Document("$set", new Document("x", 1))))
        .block();
    Mono.from(collection.deleteMany(Filters.in("_id", "a", "c", "none"))).block();

    assertThat(requireNonNull(Flux.from(collection.find()).collectList().block()))
        .containsExactly(
            requireNonNull(model.get("b")), requireNonNull(model.get("d")).append("x", 1));
  }

  private void check(Bson query, Predicate<String> wished) {
    List<String> expected = model.keySet().stream().filter(wished).toList();
    List<String> descending = new ArrayList<>(expected);
    Collections.reverse(descending);

    assertThat(ids(collection.find(query))).isEqualTo(expected);
    assertThat(ids(collection.find(query).sort(Sorts.descending("_id")).limit(3)))
        .isEqualTo(descending.stream().limit(3).toList());
    assertThat(ids(collection.find(query).sort(Sorts.descending("colour", "_id")).skip(1)))
        .isEqualTo(
            expected.stream()
                .sorted(Comparator.comparing(this::colour).thenComparing(id -> id).reversed())
                .skip(1)
                .toList());
  }

  private List<String> ids(Publisher<Document> found) {
    return requireNonNull(
        Flux.from(found)
            .map(document -> String.valueOf(document.get("_id")))
            .collectList()
            .block());
  }

  private int colour(String id) {
    return requireNonNull(model.get(id)).getInteger("colour");
  }

  private void insert(String id) {
    Document document = new Document("_id", id).append("colour", random.nextInt(3));
    model.put(id, document);
    Mono.from(collection.insertOne(document)).block();
  }

  private String id() {
    return random.nextInt(12) + "|" + (24_264_700 + random.nextInt(60));
  }
}
