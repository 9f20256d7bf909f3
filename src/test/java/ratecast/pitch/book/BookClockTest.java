package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.pitch.book.Orders.price;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import ratecast.market.Quote;
import ratecast.pitch.AddOrderShort;
import ratecast.pitch.OrderCancel;
import ratecast.pitch.Side;

class BookClockTest {
  private final Books books = new Books(BookLimits.DEFAULT);
  private final BookClock clock = new BookClock(books);
  private final List<String> seconds = new ArrayList<>();

  @Test
  void aSecondHasTheBooksOfEverythingBeforeIt() {
    buy(28_800_011, 1, "1");
    sell(28_800_999, 2, "3");
    buy(28_801_000, 3, "2");
    cancel(28_802_500, 3);
    close();

    assertThat(seconds).containsExactly("28801 1-3", "28802 2-3", "28803 1-3");
  }

  @Test
  void aSecondWithoutAMessageHasTheQuotesOfTheOneBeforeIt() {
    buy(1_000, 1, "1");
    sell(1_100, 2, "2");
    cancel(4_000, 1);
    close();

    assertThat(seconds).containsExactly("2 1-2", "3 1-2", "4 1-2", "5");
  }

  @Test
  void aMessageThatGoesBackIsAppliedWhereItStandsAndTurnsNoSecondBack() {
    buy(1_900, 1, "1");
    sell(2_003, 2, "3");
    buy(1_999, 3, "2");
    sell(2_001, 4, "3");
    cancel(3_000, 1);

    assertThat(seconds).containsExactly("2", "3 2-3");
  }

  @Test
  void aFileSilentForAnHourHasNoQuotesUntilItSpeaksAgain() {
    buy(1_000, 1, "1");
    sell(1_100, 2, "2");
    cancel(20_000_500, 9);
    cancel(20_001_500, 9);

    assertThat(seconds)
        .hasSize(BookClock.MAX_SILENCE + 2)
        .startsWith("2 1-2", "3 1-2")
        .endsWith("3600 1-2", "3601 1-2", "20000 1-2", "20001 1-2");
  }

  @Test
  void aTimeThatTheNextMessageTakesBackMovesNoSecondAndIsCounted() {
    buy(1_000, 1, "1");
    sell(80_000_000, 2, "2");
    cancel(2_000, 9);
    cancel(3_000, 1);
    close();

    assertThat(seconds).containsExactly("2 1-2", "3 1-2", "4");
    assertThat(books.oddities()).containsEntry(Oddity.TIME_AHEAD, 1L);
  }

  @Test
  void aFirstTimeThatTheNextMessageTakesBackDoesNotPutTheDayBehind() {
    buy(80_000_000, 1, "1");
    sell(1_000, 2, "2");
    cancel(2_000, 9);
    close();

    assertThat(seconds).containsExactly("2 1-2", "3 1-2");
  }

  @Test
  void aPauseIsBelievedAlsoWhereItsSecondMessageIsAFewMillisecondsBack() {
    buy(1_000, 1, "1");
    sell(1_100, 2, "2");
    buy(9_001, 3, "1.5");
    cancel(8_999, 9);
    close();

    assertThat(seconds)
        .containsExactly(
            "2 1-2", "3 1-2", "4 1-2", "5 1-2", "6 1-2", "7 1-2", "8 1-2", "9 1-2", "10 1.5-2");
    assertThat(books.oddities()).doesNotContainKey(Oddity.TIME_AHEAD);
  }

  @Test
  void aPauseBeforeTheLastMessageIsBelieved() {
    buy(1_000, 1, "1");
    sell(1_100, 2, "2");
    cancel(7_500, 1);
    close();

    assertThat(seconds).containsExactly("2 1-2", "3 1-2", "4 1-2", "5 1-2", "6 1-2", "7 1-2", "8");
  }

  @Test
  void theLastSecondOfADayIsMidnight() {
    buy(86_399_999, 1, "1");
    close();

    assertThat(seconds).containsExactly("86400");
  }

  @Test
  void aFileWithoutAMessageHasNoSecond() {
    close();

    assertThat(seconds).isEmpty();
  }

  private void buy(int time, long id, String price) {
    clock.apply(new AddOrderShort(time, id, Side.BUY, 1, "SPY", price(price), true), this::note);
  }

  private void sell(int time, long id, String price) {
    clock.apply(new AddOrderShort(time, id, Side.SELL, 1, "SPY", price(price), true), this::note);
  }

  private void cancel(int time, long id) {
    clock.apply(new OrderCancel(time, id, 1), this::note);
  }

  private void close() {
    clock.close(this::note);
  }

  private void note(SecondQuotes second) {
    StringBuilder text = new StringBuilder().append(second.second());
    for (Quote quote : second.quotes().taken()) {
      text.append(" ").append(quote.bid()).append("-").append(quote.ask());
    }
    seconds.add(text.toString());
  }
}
