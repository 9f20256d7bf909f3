package ratecast.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TurnsTest {
  private final Turns turns = new Turns(2, 1);
  private final List<String> begun = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();

  private Sinks.One<String> take(String name) {
    Sinks.One<String> work = Sinks.one();
    turns
        .take(
            Mono.defer(
                () -> {
                  begun.add(name);
                  return work.asMono();
                }))
        .subscribe(
            ended::add,
            error -> ended.add(error instanceof RejectedExecutionException ? "refused" : "failed"));
    return work;
  }

  @Test
  void soMuchRunsTheNextWaitsItsTurnAndTheRestIsRefused() {
    Sinks.One<String> first = take("first");
    take("second");
    take("third");
    take("fourth");
    assertThat(begun).containsExactly("first", "second");
    assertThat(ended).containsExactly("refused");

    first.tryEmitValue("one").orThrow();

    assertThat(begun).containsExactly("first", "second", "third");
    assertThat(ended).containsExactly("refused", "one");
  }

  @Test
  void howeverManyFailAtOnceEachIsToldAndTheNextHasItsTurn() {
    Turns one = new Turns(1, 10_000);
    Sinks.One<String> first = Sinks.one();
    one.take(first.asMono()).subscribe();
    for (int i = 0; i < 10_000; i++) {
      one.take(Mono.<String>error(new IllegalStateException()))
          .subscribe(ended::add, error -> ended.add("failed"));
    }

    first.tryEmitValue("one").orThrow();
    one.take(Mono.just("next")).subscribe(ended::add);

    assertThat(ended).hasSize(10_001).endsWith("failed", "next");
  }

  @Test
  void aTurnThatFailsMakesRoomToo() {
    Sinks.One<String> first = take("first");
    take("second");
    take("third");

    first.tryEmitError(new IllegalStateException()).orThrow();

    assertThat(begun).containsExactly("first", "second", "third");
    assertThat(ended).containsExactly("failed");
    take("fourth");
    assertThat(ended).containsExactly("failed");
  }
}
