package ratecast.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import ratecast.market.Asset;
import ratecast.market.Point;

/**
 * Gives tickers their assets. Those of a name that nobody knows yet wait, in order, while it is
 * registered, and nobody else waits for them; where the store is away that is tried again, with a
 * pause. For one thread.
 */
final class NewNames {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long a refusal is believed; a name that is registered meanwhile is found at once. */
  private static final long REFUSED_NANOS = Duration.ofSeconds(10).toNanos();

  private static final int MAX_REFUSED = 10_000;

  private final AssetNaming naming;
  private final int mostWaiting;
  private final Consumer<Ticker> refused;
  private final Consumer<Ticker> tooMany;
  private final Map<String, Registration> pending = new HashMap<>();
  private final Map<String, Long> refusals = new HashMap<>();
  private int waiting;

  private static final class Registration {
    final List<Ticker> tickers = new ArrayList<>();
    CompletableFuture<Optional<Asset>> answer;
    long askedNanos = System.nanoTime();

    Registration(CompletableFuture<Optional<Asset>> answer) {
      this.answer = answer;
    }
  }

  /**
   * @param mostWaiting tickers that may wait at a time
   * @param refused is told what has no asset and gets none
   * @param tooMany is told what could not wait, because too many did
   */
  NewNames(
      AssetNaming naming, int mostWaiting, Consumer<Ticker> refused, Consumer<Ticker> tooMany) {
    this.naming = naming;
    this.mostWaiting = mostWaiting;
    this.refused = refused;
    this.tooMany = tooMany;
  }

  /** Puts the ticker's point out, or keeps it until {@link #settle} can. */
  void take(Ticker ticker, List<Point> out) {
    Registration registration = pending.get(ticker.name());
    if (registration != null) {
      await(registration, ticker);
      return;
    }
    Optional<Asset> asset = naming.find(ticker.name());
    if (asset.isPresent()) {
      out.add(ticker.of(asset.get()));
    } else if (isRefused(ticker.name())) {
      refused.accept(ticker);
    } else {
      Registration begun = new Registration(ask(ticker.name()));
      pending.put(ticker.name(), begun);
      await(begun, ticker);
    }
  }

  /** Puts out the points of names that have been answered for since. */
  void settle(List<Point> out) {
    Iterator<Map.Entry<String, Registration>> entries = pending.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Registration> entry = entries.next();
      Registration registration = entry.getValue();
      if (!registration.answer.isDone()) {
        continue;
      }
      if (registration.answer.isCompletedExceptionally()) {
        askAgain(entry.getKey(), registration);
        continue;
      }
      answered(entry.getKey(), registration, out);
      entries.remove();
    }
  }

  boolean isWaiting() {
    return waiting > 0;
  }

  private void await(Registration registration, Ticker ticker) {
    if (waiting >= mostWaiting) {
      tooMany.accept(ticker);
    } else {
      waiting++;
      registration.tickers.add(ticker);
    }
  }

  private void answered(String name, Registration registration, List<Point> out) {
    waiting -= registration.tickers.size();
    Optional<Asset> asset = registration.answer.join();
    if (asset.isPresent()) {
      registration.tickers.forEach(ticker -> out.add(ticker.of(asset.get())));
    } else {
      if (refusals.size() >= MAX_REFUSED) {
        refusals.clear();
      }
      refusals.put(name, System.nanoTime());
      registration.tickers.forEach(refused);
    }
  }

  private void askAgain(String name, Registration registration) {
    if (System.nanoTime() - registration.askedNanos > PAUSE_NANOS) {
      registration.askedNanos = System.nanoTime();
      registration.answer = ask(name);
    }
  }

  private CompletableFuture<Optional<Asset>> ask(String name) {
    return naming.admit(name).toCompletableFuture();
  }

  private boolean isRefused(String name) {
    Long since = refusals.get(name);
    return since != null && System.nanoTime() - since < REFUSED_NANOS;
  }
}
