package ratecast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ratecast.support.LogLines;

/** What the clockwork of the store's file does again and again. */
class DutyTest {
  @RegisterExtension private final LogLines said = LogLines.of(Duty.class);

  private Runnable work = () -> {};
  private final Duty duty = new Duty("sync", () -> work.run());

  @Test
  void whateverItThrowsIsSaidOnceEachWayAndEndsNothing() {
    assertThat(duty.done()).isTrue();
    work =
        () -> {
          throw new NoClassDefFoundError("of a test");
        };
    assertThat(duty.done()).isFalse();
    work =
        () -> {
          throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED, "of a test");
        };
    assertThat(duty.done()).isFalse();
    work = () -> {};
    assertThat(duty.done()).isTrue();
    assertThat(duty.done()).isTrue();

    assertThat(said.events())
        .extracting(Object::toString)
        .containsExactly(
            "[ERROR] The embedded store's sync failed",
            "[INFO] The embedded store's sync is done again");
  }
}
