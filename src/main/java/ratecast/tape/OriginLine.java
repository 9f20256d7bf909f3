package ratecast.tape;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Whence the points of one asset's window came: pages of {@value #PAGE} seconds in a ring, in which
 * a second has its place by its number, so that nothing is searched for and an old page makes room
 * for a new one. A point takes 13 bytes, or 5 where it came without bid and ask; an asset with one
 * point takes a page. Any thread; nobody waits for longer than it takes to write one point down.
 */
final class OriginLine {
  private static final int PAGE = 64;

  private final @Nullable Page[] ring;

  /** The origins of {@value #PAGE} seconds, the first of which is a multiple of that. */
  private static final class Page {
    final long number;
    final @Nullable Arrival[] arrivals = new Arrival[PAGE];
    double @Nullable [] bids;

    Page(long number) {
      this.number = number;
    }
  }

  OriginLine(long windowSeconds) {
    ring = new Page[Math.toIntExact(windowSeconds / PAGE) + 2];
  }

  /**
   * Notes a point, unless its second has one already, or lies too far back to be asked for.
   *
   * @param bid not a number where there is none
   */
  synchronized void note(long time, Arrival arrival, double bid) {
    int place = place(time);
    Page page = ring[place];
    long number = time / PAGE;
    if (page == null || page.number < number) {
      page = new Page(number);
      ring[place] = page;
    }
    int slot = (int) (time % PAGE);
    if (page.number > number || page.arrivals[slot] != null) {
      return;
    }
    page.arrivals[slot] = arrival;
    if (!Double.isNaN(bid)) {
      bids(page)[slot] = bid;
    }
  }

  private static double[] bids(Page page) {
    double[] bids = page.bids;
    if (bids == null) {
      bids = new double[PAGE];
      Arrays.fill(bids, Double.NaN);
      page.bids = bids;
    }
    return bids;
  }

  /** Replaces how the point of this second came; one that is not known stays so. */
  synchronized void change(long time, UnaryOperator<Arrival> change) {
    Page page = page(time);
    Arrival arrival = page == null ? null : page.arrivals[(int) (time % PAGE)];
    if (page != null && arrival != null) {
      page.arrivals[(int) (time % PAGE)] = change.apply(arrival);
    }
  }

  synchronized Optional<PointOrigin> find(long time) {
    Page page = page(time);
    int slot = (int) (time % PAGE);
    Arrival arrival = page == null ? null : page.arrivals[slot];
    if (page == null || arrival == null) {
      return Optional.empty();
    }
    double[] bids = page.bids;
    return Optional.of(PointOrigin.of(arrival, bids == null ? Double.NaN : bids[slot]));
  }

  private @Nullable Page page(long time) {
    Page page = ring[place(time)];
    return page != null && page.number == time / PAGE ? page : null;
  }

  private int place(long time) {
    return (int) (time / PAGE % ring.length);
  }
}
