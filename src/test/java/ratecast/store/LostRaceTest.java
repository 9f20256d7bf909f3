package ratecast.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.reactivestreams.client.FindPublisher;
import com.mongodb.reactivestreams.client.MongoCollection;
import com.mongodb.reactivestreams.client.MongoDatabase;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.bson.BsonDocument;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.support.EmbeddedStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Two that meet at one bucket. A real MongoDB answers 11000 to the loser of two upserts of a new
 * one; the embedded server never does, so here the first bulk meets that answer by hand, as the
 * first count meets a write behind its cursor.
 */
class LostRaceTest {
  private static final int DUPLICATE_KEY = 11_000;
  private static final Point POINT = new Point(new Asset(1, "EURUSD"), 1_455_883_499, 1.5);
  private static final long DAY_AFTER = POINT.time() + 86_400;

  private final EmbeddedStore server = EmbeddedStore.inMemory();
  private final AtomicInteger bulks = new AtomicInteger();
  private Mono<?> afterTheRead = Mono.empty();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aPointThatLostTheRaceForItsBucketIsStored() {
    PointStore store = new PointStore(firstBulkFails(DUPLICATE_KEY));

    Written written = requireNonNull(store.write(List.of(POINT)).block());

    assertThat(written).isEqualTo(new Written(1, List.of()));
    assertThat(store.last(POINT.asset()).block()).isEqualTo(POINT);
    assertThat(bulks).hasValue(2);
  }

  @Test
  void aDuplicateIsToldFromALostRace() {
    new PointStore(server.database()).write(List.of(POINT)).block();
    PointStore store = new PointStore(firstBulkFails(DUPLICATE_KEY));

    assertThat(store.write(List.of(POINT)).block()).isEqualTo(new Written(0, List.of(POINT)));
  }

  @Test
  void anyOtherErrorIsTheCallersToRepeat() {
    PointStore store = new PointStore(firstBulkFails(14_031)); // out of disk space

    assertThatThrownBy(() -> store.write(List.of(POINT)).block())
        .isInstanceOf(MongoBulkWriteException.class);
    assertThat(bulks).hasValue(1);
  }

  @Test
  void aPointThatIsWrittenBehindTheCursorOfACountIsInTheNextOne() {
    PointStore store = new PointStore(eachIs("find", this::readAndThenWrite));
    store.write(List.of(POINT)).block();
    afterTheRead = store.write(List.of(new Point(POINT.asset(), POINT.time() - 3600, 1.25)));

    store.total(POINT.asset(), DAY_AFTER).block();

    assertThat(store.total(POINT.asset(), DAY_AFTER).block()).isEqualTo(2);
  }

  @Test
  void aLivePointThatIsWrittenMeanwhileMakesNobodyCountAgain() {
    PointStore store = new PointStore(eachIs("find", this::readAndThenWrite));
    store.write(List.of(POINT)).block();
    afterTheRead = store.write(List.of(new Point(POINT.asset(), DAY_AFTER, 1.25)));

    store.total(POINT.asset(), DAY_AFTER).block();
    Mono.from(server.database().getCollection(Bucket.COLLECTION).deleteMany(new Document()))
        .block();

    assertThat(store.total(POINT.asset(), DAY_AFTER).block()).as("remembered").isOne();
  }

  private Object readAndThenWrite(Object found) {
    Flux<Object> both =
        Flux.<Object>from((Publisher<?>) found).concatWith(afterTheRead.then(Mono.empty()));
    afterTheRead = Mono.empty();
    return Proxy.newProxyInstance(
        FindPublisher.class.getClassLoader(),
        new Class<?>[] {FindPublisher.class},
        (proxy, subscribe, arguments) -> subscribe.invoke(both, arguments));
  }

  private MongoDatabase firstBulkFails(int code) {
    return eachIs("bulkWrite", bulk -> failFirst(bulk, code));
  }

  private MongoDatabase eachIs(String operation, UnaryOperator<Object> other) {
    return around(
        MongoDatabase.class,
        server.database(),
        "getCollection",
        collection -> around(MongoCollection.class, collection, operation, other));
  }

  private Object failFirst(Object bulk, int code) {
    BulkWriteError error = new BulkWriteError(code, "by hand", new BsonDocument(), 0);
    return bulks.getAndIncrement() > 0
        ? bulk
        : Mono.error(
            new MongoBulkWriteException(
                BulkWriteResult.unacknowledged(),
                List.of(error),
                null,
                new ServerAddress(),
                Set.of()));
  }

  private static <T> T around(
      Class<T> type, Object inner, String method, UnaryOperator<Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) -> {
              Object result = called.invoke(inner, arguments);
              return called.getName().equals(method) ? answer.apply(result) : result;
            }));
  }
}
