package ratecast.pitch.book;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.market.Quote;
import ratecast.pitch.Price;
import ratecast.pitch.Side;

/** The open orders of one symbol as price levels, and what was executed of it. For one thread. */
public final class OrderBook {
  /** The shares at one price. */
  public record Level(Price price, long shares) {}

  private final String symbol;
  private final int number;
  private final PriceLevels bids;
  private final PriceLevels asks;
  private int orders;
  private long clears;
  private long executed;
  private @Nullable Quote quote;
  private long quotedBid;
  private long quotedAsk;

  OrderBook(String symbol, int number, int maxLevels) {
    this.symbol = symbol;
    this.number = number;
    this.bids = PriceLevels.bids(maxLevels);
    this.asks = PriceLevels.asks(maxLevels);
  }

  public String symbol() {
    return symbol;
  }

  /** The best first. */
  public List<Level> levels(Side side) {
    PriceLevels levels = side(side);
    List<Level> best = new ArrayList<>(levels.size());
    for (int depth = 0; depth < levels.size(); depth++) {
      best.add(new Level(new Price(levels.price(depth)), levels.shares(depth)));
    }
    return best;
  }

  /** The highest bid or the lowest offer; empty where nobody buys or sells. */
  public Optional<Level> best(Side side) {
    PriceLevels levels = side(side);
    return levels.size() == 0
        ? Optional.empty()
        : Optional.of(new Level(new Price(levels.price(0)), levels.shares(0)));
  }

  /** Open at present. */
  public int orders() {
    return orders;
  }

  /** Shares of executions and trades, less those of trade breaks. */
  public long executedShares() {
    return executed;
  }

  /**
   * Best bid and offer; empty where a side is. May be locked or crossed. The same object while
   * neither changes: most books stand still over most seconds.
   */
  Optional<Quote> quote() {
    if (bids.size() == 0 || asks.size() == 0) {
      return Optional.empty();
    }
    long bid = bids.price(0);
    long ask = asks.price(0);
    Quote last = quote;
    if (last == null || bid != quotedBid || ask != quotedAsk) {
      last = new Quote(symbol, new Price(bid).toBigDecimal(), new Price(ask).toBigDecimal());
      quote = last;
      quotedBid = bid;
      quotedAsk = ask;
    }
    return Optional.of(last);
  }

  int number() {
    return number;
  }

  /** How often the symbol was cleared: an order added before the last time is open no longer. */
  long clears() {
    return clears;
  }

  /** False, and nothing done, where there is no room for one more price. */
  boolean enter(Side side, long price, int shares) {
    boolean entered = side(side).add(price, shares);
    orders += entered ? 1 : 0;
    return entered;
  }

  void reduce(Side side, long price, int shares, boolean closed) {
    side(side).take(price, shares);
    orders -= closed ? 1 : 0;
  }

  void clear() {
    bids.clear();
    asks.clear();
    orders = 0;
    clears++;
  }

  void execute(long shares) {
    executed += shares;
  }

  private PriceLevels side(Side side) {
    return side == Side.BUY ? bids : asks;
  }
}
