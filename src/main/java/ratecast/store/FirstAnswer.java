package ratecast.store;

import com.mongodb.MongoCommandException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * The store's first answer, without which the program does not start: asked for again while there
 * is none. Where none comes, whoever started the program is told what the store said last. Any
 * thread.
 */
@Singleton
public final class FirstAnswer {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RETRIES = 6;

  /** What a person needs of what the driver says where no server can be had. */
  private static final Pattern UNREACHABLE =
      Pattern.compile(
          "\\{address=(?<address>[^,{}]+),[^{}]*\\{[^{}]*}, caused by \\{[\\w.$]+: (?<why>[^{}]*)}");

  private final StoreSharing sharing;
  private final Duration patience;

  @Inject
  FirstAnswer(StoreSharing sharing) {
    this(sharing, PATIENCE);
  }

  FirstAnswer(StoreSharing sharing, Duration patience) {
    this.sharing = sharing;
    this.patience = patience;
  }

  /**
   * Asks until there is an answer, for half a minute; a user who is turned away comes once. Fails
   * with a {@link NoStoreException} where the store is why, and with the failure itself where it is
   * a bug.
   */
  public <T> Mono<T> to(Mono<T> question) {
    AtomicReference<@Nullable Throwable> last = new AtomicReference<>();
    return question
        .doOnError(last::set)
        .retryWhen(Retry.backoff(RETRIES, FIRST_PAUSE).filter(FirstAnswer::mayPass))
        .timeout(patience)
        .onErrorMap(e -> why(Objects.requireNonNullElse(last.get(), e)));
  }

  private static boolean mayPass(Throwable failure) {
    return StoreAway.is(failure) && !isTurnedAway(failure);
  }

  /** A wire that breaks while the driver logs in comes as the same exception. */
  private static boolean isTurnedAway(Throwable failure) {
    return failure instanceof MongoSecurityException
        && !(failure.getCause() instanceof MongoSocketException);
  }

  private Throwable why(Throwable failure) {
    return StoreAway.is(failure) ? new NoStoreException(sentence(failure), failure) : failure;
  }

  private String sentence(Throwable failure) {
    String said = said(failure);
    if (!sharing.isShared()) {
      return "The embedded store cannot be used: %s. EMBEDDED_MONGO_DIR says where its file is."
          .formatted(said);
    }
    if (isTurnedAway(failure)) {
      return "MongoDB does not accept the user and password of MONGO_CONNECTION_URI: %s."
          .formatted(said);
    }
    if (failure instanceof MongoCommandException) {
      return "MongoDB refuses what a start needs: %s.".formatted(said);
    }
    return "MongoDB does not answer (%s). Is MONGO_CONNECTION_URI right, and MongoDB running?"
        .formatted(said);
  }

  private String said(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "nothing came for " + patience.toSeconds() + " s";
    }
    Throwable cause =
        failure instanceof MongoSecurityException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String text =
        cause instanceof MongoCommandException refusal
            ? refusal.getErrorMessage()
            : String.valueOf(cause.getMessage());
    Matcher unreachable = UNREACHABLE.matcher(text);
    return unreachable.find()
        ? unreachable.group("address") + ": " + unreachable.group("why")
        : text.replaceFirst("\\.$", "");
  }
}
