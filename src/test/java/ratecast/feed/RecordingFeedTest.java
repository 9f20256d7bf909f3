package ratecast.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordingFeedTest {
  private static final long NOW = 1_700_000_000L;

  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void fiveSecondsWithAHole() throws IOException {
    file =
        Files.writeString(
            folder.resolve("eurusd.csv"),
            """
            10000,1.10,1.10
            11000,1.11,1.11
            11900,1.115,1.115
            13000,1.13,1.13
            14000,1.14,1.14
            """);
  }

  @Test
  void theFileRunsAtItsOwnPaceAndStartsAgainAtItsEnd() {
    RecordingFeed feed = new RecordingFeed(Recording.read(file), 0);

    assertThat(bids(feed, 0, 1, 2, 3, 4, 5, 6))
        .containsExactly("1.10", "1.11 1.115", "", "1.13", "1.14", "1.10", "1.11 1.115");
  }

  @Test
  void itBeginsAtTheSecondAskedForAndLaterStartsAgainAtTheFirstRow() {
    RecordingFeed feed = new RecordingFeed(Recording.read(file), 13);

    assertThat(bids(feed, 0, 1, 2, 3)).containsExactly("1.13", "1.14", "1.10", "1.11 1.115");
  }

  @Test
  void aSecondThatWasNotAskedForIsNotCaughtUpWith() {
    RecordingFeed feed = new RecordingFeed(Recording.read(file), 0);

    assertThat(bids(feed, 0, 4, 5)).containsExactly("1.10", "1.14", "1.10");
  }

  @Test
  void aHoleIsNoSignOfLife() {
    RecordingFeed feed = new RecordingFeed(Recording.read(file), 11);

    assertThat(answer(feed, 0).fresh()).isTrue();
    assertThat(answer(feed, 1).fresh()).isFalse();
  }

  @Test
  void aBeginningBehindTheEndIsRefusedWithASentence() {
    Recording recording = Recording.read(file);

    assertThatThrownBy(() -> new RecordingFeed(recording, 15))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RECORDING_FROM is 15: allowed is what lies below 15, where the file ends");
  }

  private static List<String> bids(RecordingFeed feed, long... seconds) {
    List<String> bids = new ArrayList<>();
    for (long second : seconds) {
      List<String> ofTheSecond =
          answer(feed, second).quotes().taken().stream().map(q -> q.bid().toString()).toList();
      bids.add(String.join(" ", ofTheSecond));
    }
    return bids;
  }

  private static Answer answer(RecordingFeed feed, long second) {
    return feed.poll(NOW + second).toCompletableFuture().join();
  }
}
