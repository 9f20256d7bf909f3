package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import ratecast.support.LogLines;

/** What is said of a disk that takes some files and not others. */
class InboxDiskTest {
  private static final long LARGE = 1L << 30;
  private static final String AWAY =
      "[WARN] The inbox inbox takes no file (java.io.IOException: of a test);"
          + " who sends one is answered 503";
  private static final String BACK = "[INFO] The inbox takes files again";

  @RegisterExtension private final LogLines said = LogLines.of(InboxDisk.class);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private long usable;
  private final InboxDisk disk =
      new InboxDisk(Path.of("inbox"), () -> usable, new ImportMeters(meters));

  @Test
  void smallFilesThatFindRoomWhereLargeOnesDoNotAreNotSaidEachTime() {
    for (int i = 0; i < 3; i++) {
      disk.refused(LARGE, new IOException("of a test"));
      usable = LARGE + InboxDisk.ENOUGH - 1; // the large one is deleted again
      disk.took();
      disk.refused(0, new IOException("of a test"));
    }
    assertSaid(AWAY);
    assertThat(meters.counter("ratecast.pitch.imports", "outcome", "inbox-unavailable").count())
        .isEqualTo(6);

    usable = LARGE + InboxDisk.ENOUGH;
    disk.took();
    disk.took();
    assertSaid(AWAY, BACK);

    disk.refused(0, new IOException("of a test"));
    assertSaid(AWAY, BACK, AWAY);
  }

  private void assertSaid(String... lines) {
    assertThat(said.events()).extracting(Object::toString).containsExactly(lines);
  }
}
