package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ratecast.feed.Answer;
import ratecast.feed.PollException;
import ratecast.market.Quote;
import ratecast.pitch.PitchFile;
import ratecast.pitch.Sample;
import ratecast.pitch.book.BookFeed;
import ratecast.pitch.book.BookLimits;
import ratecast.pitch.book.SecondQuotes;

/** The seconds of a file as the polls of a feed, by a clock that the test turns. */
class PitchFeedTest {
  private static final long NOW = 1_700_000_000L;
  private static final int SECONDS = 164;

  private final Path file;
  private final PitchFeed feed;

  PitchFeedTest(@TempDir Path folder) throws IOException {
    file = Files.write(folder.resolve("sample"), Sample.bytes());
    feed = feed();
  }

  @AfterEach
  void close() {
    feed.close();
  }

  @Test
  void theFilePlaysASecondASecondAndStartsAgainAtItsEnd() throws IOException {
    List<List<Quote>> expected = secondsOfTheFile();

    List<List<Quote>> played = new ArrayList<>();
    for (int i = 0; i < SECONDS + 2; i++) {
      played.add(poll(i).quotes().taken());
    }

    assertThat(expected).hasSize(SECONDS);
    assertThat(played.subList(0, SECONDS)).isEqualTo(expected);
    assertThat(played.subList(SECONDS, SECONDS + 2)).isEqualTo(expected.subList(0, 2));
  }

  @Test
  void aSecondThatWasNotAskedForIsSkippedAndNotCaughtUpWith() throws IOException {
    List<List<Quote>> expected = secondsOfTheFile();

    assertThat(poll(0).quotes().taken()).isEqualTo(expected.get(0));
    assertThat(poll(90).quotes().taken()).isEqualTo(expected.get(90));
  }

  @Test
  void whatRepeatsItselfIsNoSignOfLife() throws IOException {
    Files.writeString(file, both(28_800_500) + both(28_803_500));

    assertThat(List.of(poll(0).fresh(), poll(1).fresh(), poll(2).fresh()))
        .containsExactly(true, false, false);
  }

  @Test
  void aLongPauseOfTheFileIsAHole() throws IOException {
    Files.writeString(file, both(28_800_500) + both(28_800_500 + 7_200_000));
    poll(0);

    assertThat(poll(3_599).quotes().taken()).isNotEmpty();
    assertThat(poll(5_000).quotes().taken()).isEmpty();
    assertThat(poll(7_200).quotes().taken()).isNotEmpty();
  }

  @Test
  void aFileThatCannotBeReadCostsThePollAndIsTriedAgain() throws IOException {
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> poll(0))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PollException.class)
        .hasMessageContaining("holds no PITCH message");

    Files.write(file, Sample.bytes());

    assertThat(poll(1).quotes().taken()).isEqualTo(secondsOfTheFile().get(0));
  }

  @Test
  void symbolsAreRegisteredBeforeTheAnswerAndASlowRegistryDoesNotHoldItUp() {
    List<Quote> registered = new ArrayList<>();
    PitchFeed patient =
        new PitchFeed(
            file,
            quotes -> {
              registered.addAll(quotes);
              return new CompletableFuture<>();
            });

    Answer answer = patient.poll(NOW).toCompletableFuture().join();

    assertThat(answer.quotes().taken()).isNotEmpty().isEqualTo(registered);
    patient.close();
  }

  private Answer poll(long after) {
    return feed.poll(NOW + after).toCompletableFuture().join();
  }

  private PitchFeed feed() {
    return new PitchFeed(file, quotes -> CompletableFuture.completedFuture(null));
  }

  private List<List<Quote>> secondsOfTheFile() throws IOException {
    List<List<Quote>> all = new ArrayList<>();
    try (BookFeed books = new BookFeed(PitchFile.open(file), BookLimits.DEFAULT)) {
      Optional<SecondQuotes> second = books.next();
      while (second.isPresent()) {
        all.add(second.get().quotes().taken());
        second = books.next();
      }
    }
    return all;
  }

  /** A bid and an offer, each with an id of its own. */
  private static String both(int time) {
    return "%08dA%012dB000100SPY   0001300000Y%n".formatted(time, time)
        + "%08dA%012dS000100SPY   0001310000Y%n".formatted(time, time + 1);
  }
}
