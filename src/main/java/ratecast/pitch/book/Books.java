package ratecast.pitch.book;

import static ratecast.pitch.book.LongTable.NONE;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.intake.Intake;
import ratecast.market.Quote;
import ratecast.pitch.AddOrder;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Trade;

/**
 * The order books of all symbols, made by the messages of one day in file order. A symbol is known
 * from the first message that names it. Bounded by {@link BookLimits}. For one thread.
 */
public final class Books {
  /** Stands for the book of an execution whose order is unknown. */
  private static final int NO_BOOK = -1;

  private final BookLimits limits;
  private final List<OrderBook> books = new ArrayList<>();
  private final Map<String, OrderBook> bySymbol = new HashMap<>();
  private final OpenOrders orders;
  private final Executions executions;
  private final Map<Oddity, Long> oddities = new EnumMap<>(Oddity.class);
  private final PitchMessage.Handler effects = new BookEffects(this);
  private long unresolved;

  public Books(BookLimits limits) {
    this.limits = limits;
    this.orders = new OpenOrders(limits.orders(), books);
    this.executions = new Executions(limits.executions());
  }

  public void apply(PitchMessage message) {
    message.dispatch(effects);
  }

  /** In the order in which the symbols were first named. */
  public List<OrderBook> all() {
    return Collections.unmodifiableList(books);
  }

  public Optional<OrderBook> find(String symbol) {
    return Optional.ofNullable(bySymbol.get(symbol));
  }

  /**
   * Best bid and offer of every symbol that has both. Crossed ones are turned away: their mid is no
   * price that anyone could trade at. Locked ones are taken.
   */
  public Intake<Quote> quotes() {
    Intake.Builder<Quote> quotes = new Intake.Builder<>();
    for (OrderBook book : books) {
      book.quote().ifPresent(quote -> sort(quote, quotes));
    }
    return quotes.build();
  }

  /** Executed shares of orders that the file does not name: no symbol can have them. */
  public long unresolvedShares() {
    return unresolved;
  }

  /** Only those that happened. */
  public Map<Oddity, Long> oddities() {
    return Collections.unmodifiableMap(oddities);
  }

  void name(String symbol) {
    bookOf(symbol);
  }

  void add(AddOrder order) {
    OrderBook book = bookOf(order.symbol());
    if (book == null) {
      return;
    }
    int open = orders.find(order.orderId());
    if (open != NONE) {
      count(Oddity.ADDED_WHILE_OPEN);
      reduce(open, orders.shares(open));
    }
    if (order.shares() > 0) {
      enter(order, book);
    }
  }

  void cancel(long orderId, int shares) {
    int order = orders.find(orderId);
    if (order == NONE) {
      count(Oddity.UNKNOWN_ORDER);
    } else {
      reduce(order, shares);
    }
  }

  void execute(long orderId, int shares, long executionId) {
    int order = orders.find(orderId);
    if (order == NONE) {
      count(Oddity.UNKNOWN_ORDER);
      executed(NO_BOOK, shares, executionId);
    } else {
      int book = orders.book(order).number();
      reduce(order, shares);
      executed(book, shares, executionId);
    }
  }

  void trade(Trade trade) {
    OrderBook book = bookOf(trade.symbol());
    if (book != null) {
      executed(book.number(), trade.shares(), trade.executionId());
    }
  }

  void breakTrade(long executionId) {
    int execution = executions.find(executionId);
    if (execution == NONE) {
      count(Oddity.UNKNOWN_EXECUTION);
    } else {
      volume(executions.book(execution), -executions.shares(execution));
      executions.remove(execution);
    }
  }

  void clear(String symbol) {
    OrderBook book = bookOf(symbol);
    if (book != null) {
      orders.clear(book);
    }
  }

  private void enter(AddOrder order, OrderBook book) {
    long price = order.price().millionths();
    if (!book.enter(order.side(), price, order.shares())) {
      count(Oddity.NO_ROOM_FOR_LEVEL);
    } else if (!orders.add(order.orderId(), book, order.side(), price, order.shares())) {
      book.reduce(order.side(), price, order.shares(), true);
      count(Oddity.NO_ROOM_FOR_ORDER);
    }
  }

  private void reduce(int order, int shares) {
    int left = orders.shares(order);
    if (shares > left) {
      count(Oddity.REDUCED_BELOW_ZERO);
    }
    int taken = Math.min(shares, left);
    orders.book(order).reduce(orders.side(order), orders.price(order), taken, taken == left);
    orders.reduce(order, taken);
  }

  private void executed(int book, int shares, long executionId) {
    volume(book, shares);
    if (!executions.add(executionId, book, shares)) {
      count(Oddity.NO_ROOM_FOR_EXECUTION);
    }
  }

  private void volume(int book, int shares) {
    if (book == NO_BOOK) {
      unresolved += shares;
    } else {
      books.get(book).execute(shares);
    }
  }

  private @Nullable OrderBook bookOf(String symbol) {
    OrderBook book = bySymbol.get(symbol);
    if (book == null && books.size() < limits.symbols()) {
      book = new OrderBook(symbol, books.size(), limits.levels());
      books.add(book);
      bySymbol.put(symbol, book);
    } else if (book == null) {
      count(Oddity.NO_ROOM_FOR_SYMBOL);
    }
    return book;
  }

  void count(Oddity oddity) {
    oddities.merge(oddity, 1L, Long::sum);
  }

  private static void sort(Quote quote, Intake.Builder<Quote> quotes) {
    if (quote.bid().compareTo(quote.ask()) <= 0) {
      quotes.take(quote);
    } else {
      quotes.reject("crossed", quote.symbol() + " " + quote.bid() + " " + quote.ask());
    }
  }
}
