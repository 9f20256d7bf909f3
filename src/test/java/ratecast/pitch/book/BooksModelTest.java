package ratecast.pitch.book;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.pitch.book.Orders.EIGHT;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.pitch.AddOrderShort;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Price;
import ratecast.pitch.Sample;
import ratecast.pitch.Side;

/** The books against {@link NaiveBooks}, over random days and over the sample. */
class BooksModelTest {
  private static final List<String> SYMBOLS = List.of("SPY", "DIA", "QQQQ", "ZVZZT");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreeOverARandomDay(long seed) {
    Random random = new Random(seed);
    Books books = new Books(BookLimits.DEFAULT);
    NaiveBooks naive = new NaiveBooks();
    int ids = 20 << random.nextInt(7);

    for (int step = 0; step < 5_000; step++) {
      PitchMessage message = message(random, ids);
      books.apply(message);
      naive.apply(message);
      if (step % 100 == 0) {
        SYMBOLS.forEach(symbol -> assertSame(books, naive, symbol));
      }
    }
    SYMBOLS.forEach(symbol -> assertSame(books, naive, symbol));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5_000, 13_337, 20_000})
  void agreeOverTheSample(int lines) {
    Books books = new Books(BookLimits.DEFAULT);
    NaiveBooks naive = new NaiveBooks();

    Sample.decode(Sample.bytes()).stream()
        .limit(lines)
        .map(PitchMessage.class::cast)
        .forEach(
            message -> {
              books.apply(message);
              naive.apply(message);
            });

    books.all().forEach(book -> assertSame(books, naive, book.symbol()));
    assertThat(books.oddities()).isEmpty();
  }

  private static void assertSame(Books books, NaiveBooks naive, String symbol) {
    books
        .find(symbol)
        .ifPresent(
            book -> {
              assertThat(book.levels(Side.BUY)).isEqualTo(naive.levels(symbol, Side.BUY));
              assertThat(book.levels(Side.SELL)).isEqualTo(naive.levels(symbol, Side.SELL));
              assertThat(book.orders()).isEqualTo((int) naive.orders(symbol));
              assertThat(book.executedShares()).isEqualTo(naive.volume(symbol));
            });
  }

  /** Mostly adds and reductions, of few ids, so that ids are used again and orders are closed. */
  private static PitchMessage message(Random random, int ids) {
    long id = random.nextInt(ids);
    int shares = random.nextInt(500);
    String symbol = SYMBOLS.get(random.nextInt(SYMBOLS.size()));
    long execution = random.nextInt(1_000_000);
    return switch (random.nextInt(100)) {
      case 0 -> Orders.clear(symbol);
      case 1, 2, 3 -> Orders.trade(symbol, shares, execution);
      case 4 -> Orders.breakOf(random.nextInt(1_000_000));
      default ->
          switch (random.nextInt(5)) {
            case 0, 1 -> {
              Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
              Price price = new Price(random.nextInt(40) * 10_000L);
              yield new AddOrderShort(EIGHT, id, side, shares, symbol, price, true);
            }
            case 2 -> Orders.execute(id, shares, execution);
            default -> Orders.cancel(id, shares);
          };
    };
  }
}
