package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.pitch.Side.BUY;
import static ratecast.pitch.Side.SELL;
import static ratecast.pitch.book.Orders.breakOf;
import static ratecast.pitch.book.Orders.buy;
import static ratecast.pitch.book.Orders.cancel;
import static ratecast.pitch.book.Orders.clear;
import static ratecast.pitch.book.Orders.execute;
import static ratecast.pitch.book.Orders.price;
import static ratecast.pitch.book.Orders.sell;
import static ratecast.pitch.book.Orders.trade;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.intake.Intake;
import ratecast.intake.Rejection;
import ratecast.market.Quote;
import ratecast.pitch.HaltStatus;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Side;
import ratecast.pitch.TradingStatus;
import ratecast.pitch.book.OrderBook.Level;

class BooksTest {
  private final Books books = new Books(BookLimits.DEFAULT);

  @Test
  void ordersOfOnePriceAddUpAndTheBestPriceComesFirst() {
    apply(
        buy(1, "SPY", 100, "142.40"),
        buy(2, "SPY", 200, "142.41"),
        buy(3, "SPY", 300, "142.40"),
        sell(4, "SPY", 50, "142.43"),
        sell(5, "SPY", 60, "142.42"),
        buy(6, "DIA", 10, "1"));

    assertThat(levels("SPY", BUY)).containsExactly(level("142.41", 200), level("142.40", 400));
    assertThat(levels("SPY", SELL)).containsExactly(level("142.42", 60), level("142.43", 50));
    assertThat(book("SPY").best(SELL)).contains(level("142.42", 60));
    assertThat(book("DIA").best(SELL)).isEmpty();
    assertThat(books.all().stream().map(OrderBook::symbol)).containsExactly("SPY", "DIA");
  }

  @Test
  void cancelsAndExecutionsReduceAndWithTheLastShareTheOrderIsGone() {
    apply(buy(1, "SPY", 100, "2"), buy(2, "SPY", 100, "1"), cancel(1, 30), execute(1, 50, 9));

    assertThat(levels("SPY", BUY)).containsExactly(level("2", 20), level("1", 100));
    assertThat(book("SPY").orders()).isEqualTo(2);

    apply(cancel(1, 20));

    assertThat(levels("SPY", BUY)).containsExactly(level("1", 100));
    assertThat(book("SPY").orders()).isEqualTo(1);
    assertThat(books.oddities()).isEmpty();
  }

  @Test
  void aClosedOrdersIdCanBeAddedAgain() {
    apply(buy(1, "SPY", 100, "1"), cancel(1, 100), sell(1, "DIA", 70, "3"));

    assertThat(levels("SPY", BUY)).isEmpty();
    assertThat(levels("DIA", SELL)).containsExactly(level("3", 70));
    assertThat(books.oddities()).isEmpty();
  }

  @Test
  void anOpenOrdersIdAddedAgainIsCountedAndTheNewerOneStands() {
    apply(buy(1, "SPY", 100, "1"), buy(1, "SPY", 40, "2"), cancel(1, 40));

    assertThat(levels("SPY", BUY)).isEmpty();
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.ADDED_WHILE_OPEN, 1L));
  }

  @Test
  void whatSpeaksOfAnUnknownOrderIsCountedAndChangesNoBook() {
    apply(buy(1, "SPY", 100, "1"), cancel(2, 50), execute(3, 70, 8));

    assertThat(levels("SPY", BUY)).containsExactly(level("1", 100));
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.UNKNOWN_ORDER, 2L));
    assertThat(books.unresolvedShares()).isEqualTo(70);

    apply(breakOf(8));

    assertThat(books.unresolvedShares()).isZero();
  }

  @Test
  void moreSharesThanAreLeftCloseTheOrderAndNoOther() {
    apply(buy(1, "SPY", 100, "1"), buy(2, "SPY", 100, "1"), cancel(1, 150));

    assertThat(levels("SPY", BUY)).containsExactly(level("1", 100));
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.REDUCED_BELOW_ZERO, 1L));
  }

  @Test
  void anOrderOfNoSharesIsNeverOpen() {
    apply(buy(1, "SPY", 0, "1"));

    assertThat(levels("SPY", BUY)).isEmpty();
    assertThat(book("SPY").orders()).isZero();
  }

  @Test
  void tradesAreVolumeAndNeverChangeABook() {
    apply(buy(1, "SPY", 100, "1"), trade("SPY", 60, 7), trade("QQQQ", 5, 8));

    assertThat(levels("SPY", BUY)).containsExactly(level("1", 100));
    assertThat(book("SPY").executedShares()).isEqualTo(60);
    assertThat(book("QQQQ").executedShares()).isEqualTo(5);
  }

  @Test
  void aTradeBreakTakesBackVolumeButNoBook() {
    apply(
        buy(1, "SPY", 100, "1"),
        execute(1, 30, 7),
        trade("SPY", 60, 8),
        execute(1, 10, 9),
        breakOf(7),
        breakOf(8),
        breakOf(8));

    assertThat(book("SPY").executedShares()).isEqualTo(10);
    assertThat(levels("SPY", BUY)).containsExactly(level("1", 60));
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.UNKNOWN_EXECUTION, 1L));
  }

  @Test
  void aSymbolClearDropsTheOrdersOfItsSymbolOnlyAndKeepsTheVolume() {
    apply(
        buy(1, "SPY", 100, "1"),
        execute(1, 10, 7),
        sell(2, "SPY", 100, "2"),
        buy(3, "DIA", 100, "1"),
        clear("SPY"),
        cancel(1, 90));

    assertThat(levels("SPY", BUY)).isEmpty();
    assertThat(levels("SPY", SELL)).isEmpty();
    assertThat(levels("DIA", BUY)).containsExactly(level("1", 100));
    assertThat(book("SPY").executedShares()).isEqualTo(10);
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.UNKNOWN_ORDER, 1L));

    apply(buy(1, "SPY", 5, "3"), cancel(1, 2));

    assertThat(levels("SPY", BUY)).containsExactly(level("3", 3));
  }

  @Test
  void aMessageThatOnlyNamesASymbolMakesItKnown() {
    apply(new TradingStatus(0, "AAPL", HaltStatus.TRADING, false, ' ', ' '));

    assertThat(books.find("AAPL")).isPresent();
    assertThat(books.find("MSFT")).isEmpty();
  }

  @Test
  void quotesAreExactAndOfSymbolsWithBothSides() {
    apply(
        buy(1, "SPY", 100, "142.40"),
        sell(2, "SPY", 100, "142.4101"),
        buy(3, "DIA", 100, "1"),
        sell(4, "SH", 100, "1"));

    Intake<Quote> quotes = books.quotes();

    assertThat(quotes.taken())
        .containsExactly(new Quote("SPY", new BigDecimal("142.4"), new BigDecimal("142.4101")));
    assertThat(quotes.taken().get(0).mid()).isEqualByComparingTo("142.40505");
    assertThat(quotes.rejections()).isEmpty();
  }

  @Test
  void aQuoteFollowsItsBook() {
    apply(buy(1, "SPY", 100, "1"), sell(2, "SPY", 100, "3"));
    Quote first = books.quotes().taken().get(0);

    apply(buy(3, "SPY", 100, "2"), sell(4, "SPY", 9, "3"));
    assertThat(books.quotes().taken()).containsExactly(quote("SPY", "2", "3"));

    apply(cancel(3, 100));
    assertThat(books.quotes().taken()).containsExactly(first);

    apply(clear("SPY"));
    assertThat(books.quotes().taken()).isEmpty();
  }

  @Test
  void aCrossedBookIsTurnedAwayAndALockedOneIsNot() {
    apply(
        buy(1, "SPY", 100, "2.01"),
        sell(2, "SPY", 100, "2"),
        buy(3, "DIA", 100, "3"),
        sell(4, "DIA", 100, "3"));

    Intake<Quote> quotes = books.quotes();

    assertThat(quotes.taken()).containsExactly(quote("DIA", "3", "3"));
    assertThat(quotes.rejections()).containsExactly(new Rejection("crossed", "SPY 2.01 2"));
  }

  private void apply(PitchMessage... messages) {
    List.of(messages).forEach(books::apply);
  }

  private OrderBook book(String symbol) {
    return books.find(symbol).orElseThrow();
  }

  private List<Level> levels(String symbol, Side side) {
    return book(symbol).levels(side);
  }

  private static Level level(String price, long shares) {
    return new Level(price(price), shares);
  }

  private static Quote quote(String symbol, String bid, String ask) {
    return new Quote(symbol, new BigDecimal(bid), new BigDecimal(ask));
  }
}
