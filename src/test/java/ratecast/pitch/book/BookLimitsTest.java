package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ratecast.pitch.Side.BUY;
import static ratecast.pitch.book.Orders.breakOf;
import static ratecast.pitch.book.Orders.buy;
import static ratecast.pitch.book.Orders.cancel;
import static ratecast.pitch.book.Orders.clear;
import static ratecast.pitch.book.Orders.trade;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What happens where there is no room: it is left out, counted, and the rest goes on. */
class BookLimitsTest {
  @Test
  void oneOrderTooMany() {
    Books books = new Books(new BookLimits(10, 10, 2, 10));

    books.apply(buy(1, "SPY", 1, "1"));
    books.apply(buy(2, "SPY", 1, "1"));
    books.apply(buy(3, "SPY", 1, "1"));

    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.NO_ROOM_FOR_ORDER, 1L));
    assertThat(sharesOf(books, "SPY")).isEqualTo(2);

    books.apply(cancel(1, 1));
    books.apply(buy(3, "SPY", 1, "1"));

    assertThat(sharesOf(books, "SPY")).as("room again").isEqualTo(2);
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.NO_ROOM_FOR_ORDER, 1L));
  }

  @Test
  void clearedOrdersMakeRoom() {
    Books books = new Books(new BookLimits(10, 100, 64, 10));
    for (int id = 0; id < 64; id++) {
      books.apply(buy(id, id < 8 ? "SPY" : "DIA", 1, "1"));
    }

    books.apply(clear("SPY"));
    for (int id = 100; id < 110; id++) {
      books.apply(buy(id, "SPY", 1, "2"));
    }

    assertThat(sharesOf(books, "SPY")).isEqualTo(8);
    assertThat(sharesOf(books, "DIA")).isEqualTo(56);
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.NO_ROOM_FOR_ORDER, 2L));
  }

  @Test
  void oneSymbolTooMany() {
    Books books = new Books(new BookLimits(1, 10, 10, 10));

    books.apply(buy(1, "SPY", 1, "1"));
    books.apply(buy(2, "DIA", 1, "1"));
    books.apply(trade("DIA", 1, 1));
    books.apply(clear("DIA"));

    assertThat(books.all()).hasSize(1);
    assertThat(books.oddities()).isEqualTo(Map.of(Oddity.NO_ROOM_FOR_SYMBOL, 3L));
  }

  @Test
  void onePriceTooMany() {
    Books books = new Books(new BookLimits(10, 2, 10, 10));

    books.apply(buy(1, "SPY", 1, "1"));
    books.apply(buy(2, "SPY", 1, "2"));
    books.apply(buy(3, "SPY", 1, "3"));
    books.apply(buy(4, "SPY", 1, "2"));
    books.apply(cancel(3, 1));

    assertThat(sharesOf(books, "SPY")).isEqualTo(3);
    assertThat(books.oddities())
        .isEqualTo(Map.of(Oddity.NO_ROOM_FOR_LEVEL, 1L, Oddity.UNKNOWN_ORDER, 1L));
  }

  @Test
  void oneExecutionTooManyIsVolumeThatNoBreakFinds() {
    Books books = new Books(new BookLimits(10, 10, 10, 1));

    books.apply(trade("SPY", 10, 1));
    books.apply(trade("SPY", 5, 2));
    books.apply(breakOf(2));
    books.apply(breakOf(1));

    assertThat(books.find("SPY").orElseThrow().executedShares()).isEqualTo(5);
    assertThat(books.oddities())
        .isEqualTo(Map.of(Oddity.NO_ROOM_FOR_EXECUTION, 1L, Oddity.UNKNOWN_EXECUTION, 1L));
  }

  @Test
  void aLimitOfNothingIsNoLimit() {
    assertThatThrownBy(() -> new BookLimits(0, 1, 1, 1)).hasMessageContaining("symbols 0");
    assertThatThrownBy(() -> new BookLimits(1, 1, Integer.MAX_VALUE, 1))
        .hasMessageContaining("orders");
  }

  private static long sharesOf(Books books, String symbol) {
    return books.find(symbol).orElseThrow().levels(BUY).stream()
        .mapToLong(OrderBook.Level::shares)
        .sum();
  }
}
