package ratecast.feed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import ratecast.intake.Intake;
import ratecast.market.Quote;

/**
 * A market of our own: a rate line for each name, and tickers beside them. Each line continues from
 * the last value known when it is first asked. With one seed and the same last values every run
 * gives the same quotes, poll by poll.
 *
 * <p>The generator is {@link SplittableRandom}, one for each line, seeded with the walk's seed and
 * the line's name. For one thread.
 */
final class WalkFeed implements Feed {
  private final Set<String> tickers;
  private final List<String> symbols;
  private final Function<String, OptionalDouble> lastValues;
  private final long seed;
  private final Map<String, WalkLine> lines = new LinkedHashMap<>();

  /**
   * @param names of the rates; one that is a ticker's name is a ticker
   * @param lastValues the newest known value of a symbol
   */
  WalkFeed(
      List<String> names, int tickers, long seed, Function<String, OptionalDouble> lastValues) {
    this.tickers = new LinkedHashSet<>(tickerNames(tickers));
    Set<String> all = new LinkedHashSet<>(names);
    all.addAll(this.tickers);
    this.symbols = List.copyOf(all);
    this.seed = seed;
    this.lastValues = lastValues;
  }

  @Override
  public String name() {
    return FeedKind.WALK.word();
  }

  @Override
  public List<String> symbols() {
    return symbols;
  }

  @Override
  public CompletionStage<Answer> poll(long second) {
    List<Quote> quotes = new ArrayList<>(symbols.size());
    for (String symbol : symbols) {
      quotes.add(lines.computeIfAbsent(symbol, this::line).next());
    }
    return CompletableFuture.completedStage(new Answer(Intake.of(quotes), true));
  }

  /** The lines go on from where the other node's ended. */
  @Override
  public void resume() {
    lines.clear();
  }

  /** The index is padded to the width of the largest: 100 are ticker_00 to ticker_99. */
  static List<String> tickerNames(int count) {
    int width = String.valueOf(count - 1).length();
    return IntStream.range(0, count)
        .mapToObj(i -> "ticker_" + "0".repeat(width - String.valueOf(i).length()) + i)
        .toList();
  }

  private WalkLine line(String symbol) {
    SplittableRandom random = new SplittableRandom(seed ^ hash(symbol));
    OptionalDouble last = lastValues.apply(symbol);
    if (tickers.contains(symbol)) {
      return last.isPresent()
          ? WalkLine.Ticker.after(Math.round(last.getAsDouble()), symbol, random)
          : WalkLine.Ticker.fresh(symbol, random);
    }
    WalkLevel level = WalkLevel.of(symbol);
    double start = last.isPresent() && last.getAsDouble() > 0 ? last.getAsDouble() : level.value();
    return new WalkLine.Rate(symbol, level, start, random);
  }

  /** FNV-1a of 64 bits: with String's 32 bits two of some thousand names would walk in step. */
  private static long hash(String symbol) {
    return symbol
        .chars()
        .asLongStream()
        .reduce(0xcbf29ce484222325L, (h, c) -> (h ^ c) * 0x100000001b3L);
  }
}
