package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.market.Quote;
import ratecast.pitch.PitchFile;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Sample;

class BookFeedTest {
  @Test
  void theSamplePlaysIn163SecondsAndSpyMoves() throws IOException {
    List<SecondQuotes> seconds = play(Sample.bytes());

    assertThat(seconds.stream().map(SecondQuotes::second))
        .hasSize(164)
        .startsWith(28_801)
        .endsWith(28_964)
        .isSorted();
    assertThat(
            seconds.stream()
                .flatMap(second -> second.quotes().taken().stream())
                .filter(quote -> quote.symbol().equals("SPY"))
                .map(Quote::mid)
                .distinct()
                .count())
        .isGreaterThan(20);
  }

  @Test
  void whoPullsAndWhoIsPushedSeeTheSame() throws IOException {
    Books books = new Books(BookLimits.DEFAULT);
    BookClock clock = new BookClock(books);
    List<SecondQuotes> pushed = new ArrayList<>();
    Sample.decode(Sample.bytes()).forEach(line -> clock.apply((PitchMessage) line, pushed::add));
    clock.close(pushed::add);

    assertThat(play(Sample.bytes())).isEqualTo(pushed);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10_001, 19_999})
  void oneLineWithTheTimeOfAnotherHourChangesNoSecond(int line) throws IOException {
    List<String> lines = new ArrayList<>(Sample.text().lines().toList());
    lines.set(line - 1, "S86399000" + lines.get(line - 1).substring(9));

    assertThat(play(Sample.ascii(String.join("\n", lines)))).isEqualTo(play(Sample.bytes()));
  }

  @Test
  void passesOverLinesThatAreNoMessages() throws IOException {
    byte[] broken = Sample.ascii(Sample.text().replace("\n", "\nbroken\n"));

    assertThat(play(broken)).isEqualTo(play(Sample.bytes()));
    assertThat(play(Sample.ascii("broken\n"))).isEmpty();
  }

  private static List<SecondQuotes> play(byte[] bytes) throws IOException {
    List<SecondQuotes> seconds = new ArrayList<>();
    try (BookFeed feed =
        new BookFeed(PitchFile.of(new ByteArrayInputStream(bytes)), BookLimits.DEFAULT)) {
      Optional<SecondQuotes> second = feed.next();
      while (second.isPresent()) {
        seconds.add(second.get());
        second = feed.next();
      }
      assertThat(feed.next()).as("after the end").isEmpty();
    }
    return seconds;
  }
}
