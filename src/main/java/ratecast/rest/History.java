package ratecast.rest;

import java.util.List;
import java.util.Optional;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore.Extent;
import ratecast.tape.Slice;
import ratecast.tape.Window;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The points of one asset in rising time, some at a time: older ones from the store, those of the
 * window from the tape. The border between the two moves while a long range is read, so it is
 * looked at anew for every piece: each second comes once and none is left out.
 *
 * @param window empty where the asset has none: a retired one after a restart
 */
record History(HistorySource source, Asset asset, Optional<Window> window) {
  /**
   * Minutes of the store in one piece: 600 points, 48 KB of JSON. Micronaut fetches 32 pieces ahead
   * of a slow client, so this is what bounds the memory of an answer, to 1.5 MB.
   */
  static final int MINUTES = 10;

  private static final int WINDOW_POINTS = 600;

  /** Takes what a piece holds. */
  interface Reader<T> {
    T stored(List<Point> points);

    T recent(Slice points, boolean isLast);

    T end();
  }

  /**
   * A stretch of the history.
   *
   * @param next where the one behind it begins
   */
  record Piece<T>(T content, long next, boolean isLast) {}

  /** The pieces from this one on, fetched as they are asked for. */
  <T> Flux<Piece<T>> from(Piece<T> first, long to, Reader<T> reader) {
    return Flux.just(first)
        .expand(piece -> piece.isLast() ? Mono.empty() : piece(piece.next(), to, reader));
  }

  /**
   * The points from {@code from} on, to before {@code to} at most. Fails with a {@link
   * ProblemException} where the store is needed and away.
   */
  <T> Mono<Piece<T>> piece(long from, long to, Reader<T> reader) {
    return Mono.defer(
        () -> {
          long border = Math.min(to, windowStart());
          if (from >= to) {
            return Mono.just(new Piece<>(reader.end(), to, true));
          }
          return from < border
              ? source
                  .some(asset, from, border, MINUTES)
                  .flatMap(points -> stored(points, border, to, reader))
              : recent(from, to, reader);
        });
  }

  private <T> Mono<Piece<T>> stored(List<Point> points, long border, long to, Reader<T> reader) {
    if (!points.isEmpty()) {
      long next = points.get(points.size() - 1).time() + 1;
      return Mono.just(new Piece<>(reader.stored(points), next, false));
    }
    return border == Long.MAX_VALUE
        ? Mono.just(new Piece<>(reader.end(), to, true))
        : piece(border, to, reader);
  }

  private <T> Mono<Piece<T>> recent(long from, long to, Reader<T> reader) {
    Slice all = slice(from, to);
    if (windowStart() > from) {
      return piece(from, to, reader); // it moved on meanwhile: part of this is the store's now
    }
    Slice some = all.first(WINDOW_POINTS);
    boolean isLast = some.count() == all.count();
    long next = some.isEmpty() ? to : some.lastTime() + 1;
    return Mono.just(new Piece<>(reader.recent(some, isLast), next, isLast));
  }

  /** How many points there are in a range. */
  Mono<Extent> extent(long from, long to) {
    return Mono.defer(
        () -> {
          Slice recent = slice(Math.max(from, windowStart()), to);
          long border = recent.isEmpty() ? Math.min(to, windowStart()) : recent.firstTime();
          Extent here =
              recent.isEmpty() ? Extent.NONE : new Extent(recent.count(), recent.firstTime());
          return from < border
              ? source.extent(asset, from, border).map(older -> older.and(here))
              : Mono.just(here);
        });
  }

  /** Where the newest points begin, so many of them or all there are. */
  Mono<Long> startOfNewest(int count) {
    return Mono.defer(
        () -> {
          Slice recent = slice(Long.MIN_VALUE + 1, Long.MAX_VALUE).last(count);
          if (recent.count() == count) {
            return Mono.just(recent.firstTime());
          }
          long before = recent.isEmpty() ? Parameters.MAX_SECONDS : recent.firstTime();
          return source
              .timeOfNewest(asset, before, count - recent.count())
              .defaultIfEmpty(recent.isEmpty() ? 0 : recent.firstTime());
        });
  }

  /** Just behind the newest point there is now. */
  long end() {
    return window
        .map(Window::lastTime)
        .filter(time -> time >= 0)
        .map(t -> t + 1)
        .orElse(Range.OPEN);
  }

  private long windowStart() {
    return window.map(Window::firstTime).orElse(Long.MAX_VALUE);
  }

  private Slice slice(long from, long to) {
    return window.map(w -> w.slice(from - 1, to - 1)).orElse(Slice.EMPTY);
  }
}
