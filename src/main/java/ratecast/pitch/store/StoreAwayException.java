package ratecast.pitch.store;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The store did not answer; the same asked again may go well, and never does harm. */
public final class StoreAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreAwayException(Throwable cause) {
    super(cause.getMessage(), cause);
  }

  /** What the driver throws for a store that cannot be asked, as this. A write refused is a bug. */
  static <T> Mono<T> marked(Mono<T> question) {
    return question.onErrorMap(StoreAwayException::isAway, StoreAwayException::new);
  }

  private static boolean isAway(Throwable e) {
    return e instanceof MongoBulkWriteException bulk
        ? isUnconfirmed(bulk)
        : e instanceof MongoException || e instanceof TimeoutException;
  }

  /** Whether all is written, but not confirmed by as many members as are asked to. */
  private static boolean isUnconfirmed(MongoBulkWriteException bulk) {
    return bulk.getWriteConcernError() != null && PitchStore.hasOnlyDuplicates(bulk);
  }
}
