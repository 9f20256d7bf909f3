package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import ratecast.market.Interval;
import ratecast.tape.Tape;
import ratecast.wire.RequestId;
import ratecast.wire.SubscribeOptions;
import reactor.core.publisher.Mono;

/**
 * A subscription to candles. It needs a line, which begins with the points of its running candle,
 * and what was closed before that.
 */
final class CandleJoin implements Join {
  /** Candles in one history: three days of minutes, an answer of half a megabyte. */
  static final int MOST = 3_600;

  private final StreamContext context;
  private final Shard shard;
  private final Tape tape;
  private final Interval interval;
  private final RequestId id;
  private final SubscribeOptions options;
  private @Nullable CandleStart start;
  private @Nullable CandlePast past;
  private boolean reading;
  private boolean waited;

  CandleJoin(
      StreamContext context,
      Shard shard,
      Tape tape,
      Interval interval,
      RequestId id,
      SubscribeOptions options) {
    this.context = context;
    this.shard = shard;
    this.tape = tape;
    this.interval = interval;
    this.id = id;
    this.options = options;
  }

  @Override
  public Topic topic() {
    return Topic.candles(tape.asset(), interval);
  }

  @Override
  public boolean isHere(Runnable then) {
    return !reading && hasStart(then) && hasPast(then);
  }

  private boolean hasStart(Runnable then) {
    boolean joins = start != null && start.held().joins(tape.window());
    if (joins || shard.candles(topic()).isPresent()) {
      return true;
    }
    start = context.candles().startInMemory(tape, interval).orElse(null);
    if (start == null) {
      int older = tape.window().olderLatecomers();
      read(context.candles().start(tape, interval, older), given -> start = given, then);
    }
    return start != null;
  }

  private boolean hasPast(Runnable then) {
    if (past == null && wantsHistory()) {
      long from = firstStart();
      past = context.candles().pastInMemory(tape, interval, from).orElse(null);
      if (past == null) {
        read(context.candles().past(tape, interval, from), given -> past = given, then);
      }
    }
    return past != null || !wantsHistory();
  }

  private <T> void read(Mono<T> fromStore, Consumer<T> taker, Runnable then) {
    reading = true;
    waited = true;
    var unused =
        fromStore.subscribe(
            given ->
                shard
                    .loop()
                    .execute(
                        () -> {
                          reading = false;
                          taker.accept(given);
                          then.run();
                        }));
  }

  private boolean wantsHistory() {
    return !options.historySeconds().equals(Optional.of(0)) || options.since().isPresent();
  }

  /** A resuming client's last candle may have been running, so its interval comes again. */
  private long firstStart() {
    long now = context.clock().instant().getEpochSecond();
    long oldest = interval.start(now) - (MOST - 1L) * interval.seconds();
    long reach = options.historySeconds().map(Integer::longValue).orElse(windowSeconds());
    return options
        .since()
        .map(since -> Math.max(oldest, interval.start(Math.min(since, now))))
        .orElseGet(() -> interval.nextStart(now - reach));
  }

  private long windowSeconds() {
    return context.tapes().windowSeconds();
  }

  @Override
  public CandleLine line() {
    return shard
        .candles(topic())
        .orElseGet(
            () -> {
              CandleLine opened = new CandleLine(tape, interval, context, start());
              shard.open(opened);
              return opened;
            });
  }

  private CandleStart start() {
    if (start == null) {
      throw new IllegalStateException("candles joined before they were there");
    }
    return start;
  }

  @Override
  public Optional<ByteBuf> history(Line line, boolean compressed) {
    if (!(line instanceof CandleLine candles)) {
      return Optional.empty();
    }
    CandlePast given = past;
    return given == null
        ? missed(candles)
        : Optional.of(shard.text(history(candles, given), compressed));
  }

  /**
   * Without a history nothing may be missing that changed since the subscription was acknowledged:
   * it waited for the store, and what came meanwhile is in the line already.
   */
  private Optional<ByteBuf> missed(CandleLine candles) {
    return start != null && waited
        ? Optional.of(candles.candlesFrom(start.time(), shard))
        : Optional.empty();
  }

  private byte[] history(CandleLine candles, CandlePast given) {
    boolean clipped = options.since().filter(since -> since < given.from()).isPresent();
    boolean complete = given.isComplete(tape.window()) && candles.isWhole() && !clipped;
    return candles
        .messages()
        .history(id, given.from(), complete, given.upTo(candles, tape.window()));
  }
}
