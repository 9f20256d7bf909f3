package ratecast.pitch.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.pitch.Decoded;
import ratecast.pitch.MessageFields;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.RepeatedSample;
import ratecast.pitch.Sample;
import ratecast.pitch.store.ImportState;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.StoredMessage;
import ratecast.support.ChildJvm;
import ratecast.support.EmbeddedStore;

/** Kills a program that imports, again and again in the same file, and lets it finish at last. */
class KilledImportTest {
  private static final int KILLS = 3;
  private static final int REPETITIONS = 3;
  private static final long NEVER = Long.MAX_VALUE;

  @TempDir Path folder;

  private final Random random = new Random(20_160_219);

  @Test
  void anImportKilledAtAnyMomentGoesOnWithoutALineDoubledOrLost() throws Exception {
    byte[] content = new RepeatedSample(REPETITIONS).readAllBytes();
    content[content.length / 2] = '?'; // one line that is refused must not shift the others
    Path file = Importing.write(folder, "sample", content);
    long reached = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      long begun = importAndKill(file);
      assertThat(begun).as("kill %d", kill).isGreaterThanOrEqualTo(reached);
      reached = begun;
    }

    try (EmbeddedStore store = EmbeddedStore.in(folder.resolve("store"))) {
      Importing importing = new Importing(store);
      PitchImport left = importing.claim(file, Optional.empty()).imported();
      assertThat(left.state()).isEqualTo(ImportState.RUNNING);
      assertThat(left.nextLine()).as("the kills came in its middle").isBetween(1_001L, 59_000L);
      PitchImport over = importing.run(left);

      List<Decoded> decoded = Sample.decode(content);
      assertThat(over.state()).isEqualTo(ImportState.DONE);
      assertThat(over.summary().lines()).isEqualTo(decoded.size());
      assertThat(over.summary().refusedLines()).isEqualTo(1);
      assertEveryLineIsThereOnce(importing.messages(), decoded);
    }
  }

  private static void assertEveryLineIsThereOnce(
      List<StoredMessage> stored, List<Decoded> decoded) {
    int at = 0;
    for (int line = 1; line <= decoded.size(); line++) {
      if (decoded.get(line - 1) instanceof PitchMessage message) {
        StoredMessage found = stored.get(at++);
        assertThat(found.id().line()).isEqualTo(line);
        assertThat(found.fields()).isEqualTo(MessageFields.of(message));
      }
    }
    assertThat(stored).hasSize(at);
  }

  /** Answers the line at which the program began. */
  private long importAndKill(Path file) throws IOException, InterruptedException {
    Process program =
        new ProcessBuilder(
                ChildJvm.command(
                    "96m",
                    ImportProgram.class.getName(),
                    folder.resolve("store").toString(),
                    file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long begun = 0;
    try (BufferedReader lines = program.inputReader()) {
      long killAt = NEVER;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long now = System.nanoTime();
        begun = begun == 0 ? Long.parseLong(line) : begun;
        if (killAt == NEVER && Long.parseLong(line) > begun) {
          // dies 0 to 0.4 s after its first batch, within another or not
          killAt = now + Duration.ofMillis(random.nextInt(400)).toNanos();
        }
        if (now >= killAt) {
          program.toHandle().destroyForcibly();
        }
      }
    }
    program.waitFor();
    return begun;
  }
}
