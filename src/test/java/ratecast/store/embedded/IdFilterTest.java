package ratecast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How much of a collection is walked: {@link QueryTest} would not see that all of it is. */
class IdFilterTest {
  static Stream<Arguments> queries() {
    return Stream.of(
        arguments(new Document(), null, null, null),
        arguments(new Document("colour", 1), null, null, null),
        arguments(id("b"), null, null, Set.of("b")),
        arguments(id(new Document("$eq", "b")), null, null, Set.of("b")),
        arguments(id(new Document("$in", List.of("c", "a"))), null, null, Set.of("a", "c")),
        arguments(id(new Document("$gte", "b").append("$lt", "d")), "b", "d", null),
        arguments(id(new Document("$gt", "b")), "b", null, null),
        arguments(id(new Document("$lte", "d")), null, "d", null),
        arguments(id("b").append("v.4", new Document("$exists", false)), null, null, Set.of("b")),
        arguments(
            and(id(new Document("$gte", "b")), id(new Document("$lte", "d"))), "b", "d", null),
        arguments(
            and(id(new Document("$gte", "b")), id(new Document("$gte", "c"))), "c", null, null),
        arguments(
            and(id(new Document("$in", List.of("a", "b"))), id("b")), null, null, Set.of("b")),
        arguments(id(new Document("$ne", "b")), null, null, null),
        arguments(new Document("$or", List.of(id("a"), id("b"))), null, null, null));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryIsNarrowedToWhatItSaysOfIds(
      Document query, @Nullable Object from, @Nullable Object to, @Nullable Set<Object> ids) {
    IdFilter filter = IdFilter.of(query, "_id");

    assertThat(filter.from()).isEqualTo(from);
    assertThat(filter.to()).isEqualTo(to);
    assertThat((Object) filter.ids()).isEqualTo(ids); // as sets: their orders differ
  }

  @Test
  void onlyAListOfTextsAndNothingElseIsWhole() {
    Document set = new Document("$in", List.of("c", "a"));

    assertThat(IdFilter.of(id(set), "_id").isWhole()).isTrue();
    assertThat(
            Stream.of(
                new Document(),
                new Document("name", set),
                id(set).append("v.4", new Document("$exists", false)),
                id(new Document("$in", List.of("c")).append("$gt", "b")),
                id(new Document("$in", List.of("c", 5))),
                id(new Document("$gte", "b")),
                id("b"),
                and(id(set))))
        .noneMatch(query -> IdFilter.of(query, "_id").isWhole());
  }

  private static Document id(Object condition) {
    return new Document("_id", condition);
  }

  private static Document and(Document... clauses) {
    return new Document("$and", List.of(clauses));
  }
}
