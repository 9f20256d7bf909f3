package ratecast.store;

import com.mongodb.MongoException;
import java.util.concurrent.TimeoutException;

/** Tells the store's absence from a bug. */
public final class StoreAway {
  private StoreAway() {}

  /** Whether the failure means that the store could not be asked, or did not answer in its time. */
  public static boolean is(Throwable failure) {
    return failure instanceof MongoException || failure instanceof TimeoutException;
  }
}
