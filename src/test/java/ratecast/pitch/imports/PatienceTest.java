package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import ratecast.pitch.store.StoreAwayException;

class PatienceTest {
  private final Patience patience = new Patience();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void aStoreThatIsAwayIsAskedUntilItAnswers() {
    String answer =
        patience.ask(
            () -> {
              if (asked.incrementAndGet() < 3) {
                throw new StoreAwayException(new RuntimeException("away"));
              }
              return "there";
            });

    assertThat(answer).isEqualTo("there");
    assertThat(asked).hasValue(3);
  }

  @Test
  void theEndOfTheProgramEndsTheWait() {
    CompletableFuture.runAsync(
            () ->
                assertThatThrownBy(
                        () ->
                            patience.ask(
                                () -> {
                                  if (asked.incrementAndGet() == 2) {
                                    patience.end();
                                  }
                                  throw new StoreAwayException(new RuntimeException("away"));
                                }))
                    .isInstanceOf(StoppedException.class))
        .join();

    assertThat(asked).hasValue(2);
    assertThatThrownBy(() -> patience.ask(asked::incrementAndGet))
        .isInstanceOf(StoppedException.class);
  }

  @Test
  void aBugIsNotWaitedFor() {
    assertThatThrownBy(
            () ->
                patience.ask(
                    () -> {
                      asked.incrementAndGet();
                      throw new IllegalStateException("a bug");
                    }))
        .hasMessage("a bug");
    assertThat(asked).hasValue(1);
  }
}
