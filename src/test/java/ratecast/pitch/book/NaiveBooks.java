package ratecast.pitch.book;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import ratecast.pitch.AddOrder;
import ratecast.pitch.OrderCancel;
import ratecast.pitch.OrderExecuted;
import ratecast.pitch.PitchMessage;
import ratecast.pitch.Price;
import ratecast.pitch.Side;
import ratecast.pitch.SymbolClear;
import ratecast.pitch.Trade;
import ratecast.pitch.TradeBreak;
import ratecast.pitch.book.OrderBook.Level;

/**
 * The rules of the format done again in the plainest way: a map of orders, summed up when asked.
 */
final class NaiveBooks {
  private record Open(String symbol, Side side, Price price, int shares) {}

  private record Execution(String symbol, int shares) {}

  private final Map<Long, Open> orders = new HashMap<>();
  private final Map<Long, Execution> executions = new HashMap<>();
  private final Map<String, Long> volume = new HashMap<>();

  void apply(PitchMessage message) {
    if (message instanceof AddOrder add) {
      orders.remove(add.orderId());
      if (add.shares() > 0) {
        orders.put(add.orderId(), new Open(add.symbol(), add.side(), add.price(), add.shares()));
      }
    } else if (message instanceof OrderCancel cancel) {
      reduce(cancel.orderId(), cancel.shares());
    } else if (message instanceof OrderExecuted executed) {
      Open order = orders.get(executed.orderId());
      if (order != null) {
        execute(order.symbol(), executed.shares(), executed.executionId());
        reduce(executed.orderId(), executed.shares());
      }
    } else if (message instanceof Trade trade) {
      execute(trade.symbol(), trade.shares(), trade.executionId());
    } else if (message instanceof TradeBreak broken) {
      Execution execution = executions.remove(broken.executionId());
      if (execution != null) {
        volume.merge(execution.symbol(), (long) -execution.shares(), Long::sum);
      }
    } else if (message instanceof SymbolClear clear) {
      orders.values().removeIf(order -> order.symbol().equals(clear.symbol()));
    }
  }

  long volume(String symbol) {
    return volume.getOrDefault(symbol, 0L);
  }

  long orders(String symbol) {
    return orders.values().stream().filter(order -> order.symbol().equals(symbol)).count();
  }

  List<Level> levels(String symbol, Side side) {
    TreeMap<Price, Long> shares = new TreeMap<>();
    for (Open order : orders.values()) {
      if (order.symbol().equals(symbol) && order.side() == side) {
        shares.merge(order.price(), (long) order.shares(), Long::sum);
      }
    }
    List<Level> levels = new ArrayList<>();
    shares.forEach((price, sum) -> levels.add(new Level(price, sum)));
    if (side == Side.BUY) {
      Collections.reverse(levels);
    }
    return levels;
  }

  private void reduce(long id, int shares) {
    orders.computeIfPresent(
        id,
        (key, open) ->
            open.shares() <= shares
                ? null
                : new Open(open.symbol(), open.side(), open.price(), open.shares() - shares));
  }

  private void execute(String symbol, int shares, long id) {
    volume.merge(symbol, (long) shares, Long::sum);
    executions.put(id, new Execution(symbol, shares));
  }
}
