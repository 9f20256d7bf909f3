package ratecast.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreFileTest {
  private static final int STOPS = 10;
  private static final int MANY = 20_000; // more than the cache holds
  private static final int VERSIONS = 8; // more than MVStore keeps for nobody
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

  /** All is written anew meanwhile, and a dead chunk's space is used again at once. */
  @Test
  void whoLooksForLongFindsEveryPageOfTheStateItBeganWith() {
    Random random = new Random(20_160_219);
    try (StoreFile file = StoreFile.open(folder, new DiskRoom(() -> Long.MAX_VALUE), 0)) {
      MVMap<Object, byte[]> map = file.map("database.collection");
      file.change(() -> fill(map, random));
      file.compact(); // until a commit all pages are in memory

      int found =
          file.look(
              () -> {
                int read = 0;
                Cursor<Object, byte[]> cursor = map.cursor(null);
                while (cursor.hasNext()) {
                  cursor.next();
                  if (++read % (MANY / 2) == 1) {
                    file.change(() -> fill(map, random));
                    IntStream.range(0, VERSIONS).forEach(id -> commit(file, map, id));
                  }
                }
                return read;
              });

      assertThat(found).isEqualTo(MANY);
    }
  }

  private static void commit(StoreFile file, MVMap<Object, byte[]> map, int id) {
    file.change(() -> map.put(id, DOCUMENT));
    file.compact();
  }

  private static boolean fill(MVMap<Object, byte[]> map, Random random) {
    for (int id = 0; id < MANY; id++) {
      byte[] document = new byte[1_000]; // of chance, so that it cannot be compressed
      random.nextBytes(document);
      map.put(id, document);
    }
    return true;
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
