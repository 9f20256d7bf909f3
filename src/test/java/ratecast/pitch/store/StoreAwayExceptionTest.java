package ratecast.pitch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoWriteConcernException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteConcernResult;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Which failures of the driver an import waits out, and which are bugs. */
class StoreAwayExceptionTest {
  private static final ServerAddress SERVER = new ServerAddress();
  private static final WriteConcernError NO_MAJORITY =
      new WriteConcernError(
          64, "WriteConcernTimeout", "waiting for replication timed out", new BsonDocument());

  private static final int DUPLICATE_KEY = 11_000;
  private static final int DOCUMENT_VALIDATION_FAILURE = 121;

  @Test
  void aStoreThatCannotBeAskedIsAway() {
    assertThat(isAway(new TimeoutException())).isTrue();
    assertThat(isAway(new MongoSocketOpenException("refused", SERVER, new Exception()))).isTrue();
  }

  @Test
  void aWriteThatNoMajorityConfirmedMayGoWellTheNextTime() {
    assertThat(
            isAway(
                new MongoWriteConcernException(
                    NO_MAJORITY, WriteConcernResult.unacknowledged(), SERVER)))
        .isTrue();
    assertThat(isAway(bulk(NO_MAJORITY))).isTrue();
    assertThat(isAway(bulk(NO_MAJORITY, DUPLICATE_KEY))).as("half of a batch again").isTrue();
  }

  @Test
  void aWriteThatWasRefusedIsABug() {
    assertThat(isAway(bulk(null, DOCUMENT_VALIDATION_FAILURE))).isFalse();
    assertThat(isAway(bulk(NO_MAJORITY, DUPLICATE_KEY, DOCUMENT_VALIDATION_FAILURE))).isFalse();
    assertThat(isAway(new IllegalStateException())).isFalse();
  }

  private static boolean isAway(Exception failure) {
    Mono<String> question = StoreAwayException.marked(Mono.error(failure));
    return catchThrowable(question::block) instanceof StoreAwayException;
  }

  private static MongoBulkWriteException bulk(@Nullable WriteConcernError concern, int... codes) {
    List<BulkWriteError> errors =
        Arrays.stream(codes)
            .mapToObj(code -> new BulkWriteError(code, "refused", new BsonDocument(), 0))
            .toList();
    return new MongoBulkWriteException(
        BulkWriteResult.unacknowledged(), errors, concern, SERVER, Set.of());
  }
}
