package ratecast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {
  private static final int STOPS = 10;
  private static final byte[] DOCUMENT = new byte[1_000];

  @TempDir Path folder;

  /** Stops around the first commit, 200 ms after the start, which has much to write by then. */
  @Test
  void anOrderlyStopLosesNothingEvenInTheMiddleOfACommit() {
    Random random = new Random(20_160_219);
    new Random(1).nextBytes(DOCUMENT);
    int written = 0;

    for (int stop = 0; stop < STOPS; stop++) {
      StoreFile file = StoreFile.open(folder, new DiskRoom(() -> Long.MAX_VALUE));
      MVMap<Object, byte[]> map = file.map("database.collection");
      assertThat(map.sizeAsLong()).as("after stop %d", stop).isEqualTo(written);
      long end = System.nanoTime() + Duration.ofMillis(200 + random.nextInt(40)).toNanos();
      while (System.nanoTime() < end) {
        int id = written++;
        file.change(() -> map.put(id, DOCUMENT));
      }
      file.close();
    }

    StoreFile file = StoreFile.open(folder, new DiskRoom(() -> Long.MAX_VALUE));
    assertThat(file.map("database.collection").sizeAsLong()).isEqualTo(written);
    file.close();
  }

  /** Within less than the ten seconds after which half-empty chunks are rewritten. */
  @Test
  void eachChangeComesIntoTheFileWithNoOtherAfterIt() {
    try (StoreFile file = StoreFile.open(folder, new DiskRoom(() -> Long.MAX_VALUE))) {
      MVMap<Object, byte[]> map = file.map("database.collection");
      for (int id = 1; id <= 3; id++) {
        int added = id;
        file.change(() -> map.put(added, DOCUMENT));
        await().atMost(Duration.ofSeconds(3)).until(() -> kept() == added);
      }
    }
  }

  @Test
  void whoLooksForLongKeepsNoChangeFromTheFile() {
    try (StoreFile file = StoreFile.open(folder, new DiskRoom(() -> Long.MAX_VALUE))) {
      MVMap<Object, byte[]> map = file.map("database.collection");
      boolean seen =
          file.look(
              () -> {
                file.change(() -> map.put(1, DOCUMENT));
                await().atMost(Duration.ofSeconds(3)).until(() -> kept() == 1);
                return map.containsKey(1);
              });
      assertThat(seen).isTrue();
    }
  }

  /** What a process that is killed now would leave. */
  private long kept() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    Files.copy(
        folder.resolve("ratecast.mv"),
        copy.resolve("ratecast.mv"),
        StandardCopyOption.REPLACE_EXISTING);
    try (StoreFile file = StoreFile.open(copy, new DiskRoom(() -> Long.MAX_VALUE))) {
      return file.map("database.collection").sizeAsLong();
    }
  }
}
