package ratecast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.reactivestreams.client.MongoCollection;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads that nobody waits for any longer. */
class TimeLimitTest {
  /** A look at each takes some ten milliseconds, ten times the shortest limit there is. */
  private static final int MANY = 20_000;

  private static final Bson NONE = Filters.eq("colour", "none");

  private final EmbeddedStore store = EmbeddedStore.inMemory();
  private final MongoCollection<Document> many = store.database().getCollection("many");
  private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE); // which overflows
  private final TimeLimits limits = new TimeLimits(nanoTime::get);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void everyKindOfReadEndsWithTheErrorThatSaysSo() {
    fill(MANY);

    expires(many.find(NONE).maxTime(1, TimeUnit.MILLISECONDS));
    expires(many.find().sort(Sorts.ascending("colour")).maxTime(1, TimeUnit.MILLISECONDS));
    expires(
        many.aggregate(List.of(Aggregates.group("$colour", Accumulators.sum("n", 1))))
            .maxTime(1, TimeUnit.MILLISECONDS));
    expires(many.distinct("colour", String.class).maxTime(1, TimeUnit.MILLISECONDS));
    expires(many.countDocuments(NONE, new CountOptions().maxTime(1, TimeUnit.MILLISECONDS)));
  }

  @Test
  void theRestOfAnAnswerHasTheTimeItsBeginningHad() {
    fill(MANY);
    // The first batch needs two documents, the second all.
    Bson firstTwo = Filters.in("colour", "0", "1");

    expires(many.find(firstTwo).batchSize(1).maxTime(1, TimeUnit.MILLISECONDS));
  }

  @Test
  void aReadThatEndsInItsTimeAndAWriteAreLeftAlone() {
    fill(MANY);

    assertThat(Flux.from(many.find().maxTime(1, TimeUnit.MINUTES)).count().block()).isEqualTo(MANY);
    assertThatCode(() -> Mono.from(many.deleteMany(NONE)).block()).doesNotThrowAnyException();
  }

  @Test
  void aCommandThatNamesNoTimeEndsBeforeTheDriverWouldAskAgain() {
    limits.within(
        null,
        () -> {
          nanoTime.addAndGet(TimeUnit.SECONDS.toNanos(25));
          askOften();
          nanoTime.incrementAndGet();
          assertThatThrownBy(this::askOften)
              .isInstanceOfSatisfying(
                  MongoServerError.class, e -> assertThat(e.getCode()).isEqualTo(50));
          return true;
        });
    assertThat(limits.current()).as("of what is not a read").isNull();
  }

  /** One that compares each document with each: half a minute. */
  @Test
  void closingWaitsForNoRead() {
    fill(5_000);
    CompletableFuture<?> read =
        Flux.from(
                many.aggregate(
                    List.of(
                        Aggregates.lookup("many", "absent", "colour", "same"), Aggregates.count())))
            .collectList()
            .toFuture();
    CompletableFuture<?> beside = Mono.from(many.countDocuments()).toFuture();
    beside.join();

    assertTimeoutPreemptively(Duration.ofSeconds(10), store::close);

    assertThat(read).failsWithin(Duration.ofSeconds(5));
  }

  private void askOften() {
    TimeLimit limit = limits.current();
    for (int i = 0; limit != null && i < 1_000; i++) {
      limit.ask();
    }
  }

  private static void expires(Publisher<?> answer) {
    assertThatThrownBy(() -> Flux.from(answer).blockLast())
        .isInstanceOf(MongoExecutionTimeoutException.class);
  }

  private void fill(int documents) {
    Mono.from(
            many.insertMany(
                IntStream.range(0, documents)
                    .mapToObj(i -> new Document("_id", i).append("colour", "" + i))
                    .toList()))
        .block();
  }
}
