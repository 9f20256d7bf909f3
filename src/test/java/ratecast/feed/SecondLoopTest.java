package ratecast.feed;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import ratecast.support.ManualClock;

@Timeout(value = 60, unit = SECONDS)
final class SecondLoopTest {
  private final List<Long> seconds = new CopyOnWriteArrayList<>();
  private final List<Long> delays = new CopyOnWriteArrayList<>();
  private final ManualClock manual =
      new ManualClock(Instant.ofEpochSecond(1_700_000_000L, 999_000_000));
  private final SecondLoop byHand = new SecondLoop(manual);
  private final SecondLoop real = new SecondLoop(InstantSource.system());

  @AfterEach
  void stop() {
    byHand.stop();
    real.stop();
  }

  @Test
  void itCallsRightAfterEachWholeSecondAndNeverBefore() {
    real.start(
        second -> {
          seconds.add(second);
          Instant now = Instant.now();
          delays.add(Duration.between(Instant.ofEpochSecond(second), now).toMillis());
        });

    await().until(() -> seconds.size() >= 3);

    for (int i = 1; i < seconds.size(); i++) {
      assertThat(seconds.get(i)).isEqualTo(seconds.get(i - 1) + 1);
    }
    assertThat(delays).allSatisfy(delay -> assertThat(delay).isBetween(0L, 500L));
  }

  @Test
  void itFollowsAClockThatJumpsForthAndBack() {
    byHand.start(seconds::add);

    manual.set(Instant.ofEpochSecond(1_700_000_001L, 999_000_000));
    await().until(() -> seconds.size() == 1);
    manual.set(Instant.ofEpochSecond(1_700_000_500L, 999_000_000));
    await().until(() -> seconds.size() == 2);
    manual.set(Instant.ofEpochSecond(1_700_000_400L, 999_000_000));
    await().until(() -> seconds.size() == 3);

    assertThat(seconds).containsExactly(1_700_000_001L, 1_700_000_500L, 1_700_000_400L);
  }

  @Test
  void neitherAnExceptionNorAnErrorNorAnInterruptEndsIt() {
    AtomicReference<Thread> thread = new AtomicReference<>();
    byHand.start(
        second -> {
          thread.set(Thread.currentThread());
          seconds.add(second);
          if (second % 2 == 0) {
            throw new IllegalStateException("even");
          }
          throw new StackOverflowError("odd");
        });

    for (int i = 1; i <= 4; i++) {
      int calls = i;
      manual.set(Instant.ofEpochSecond(1_700_000_000L + i, 999_000_000));
      await().until(() -> seconds.size() == calls);
      assertThat(thread.get()).isNotNull().satisfies(Thread::interrupt);
    }
  }

  @Test
  void whatItIsHandedRunsOnTheSameThreadAtOnceAndMayFail() {
    List<String> names = new CopyOnWriteArrayList<>();
    real.start(seconds::add);

    real.execute(
        () -> {
          throw new IllegalStateException("lost");
        });
    real.execute(() -> names.add(Thread.currentThread().getName()));

    await()
        .atMost(Duration.ofMillis(900))
        .untilAsserted(() -> assertThat(names).containsExactly("ratecast-feed"));
  }

  @Test
  void afterItStoppedItCallsNoMore() {
    byHand.start(seconds::add);

    byHand.stop();
    byHand.stop();
    manual.advance(Duration.ofSeconds(5));

    assertThat(seconds).isEmpty();
  }

  @Test
  void oneThatNeverStartedStopsToo() {
    byHand.stop();

    assertThat(seconds).isEmpty();
  }
}
