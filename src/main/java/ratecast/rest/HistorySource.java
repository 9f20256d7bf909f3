package ratecast.rest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.Semaphore;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore;
import ratecast.store.PointStore.Extent;
import ratecast.store.PointWriter;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;
import reactor.core.publisher.Mono;

/**
 * Asks the store for what histories need of it. At most {@value #MAX_READS} questions at a time, of
 * all clients together; past that a client is told to come back. Nothing blocks; any thread.
 */
@Singleton
final class HistorySource {
  private static final int MAX_READS = 64;

  private final PointStore store;
  private final PointWriter writer;
  private final Tapes tapes;
  private final Semaphore reads = new Semaphore(MAX_READS);
  private final Counter refused;

  HistorySource(PointStore store, PointWriter writer, Tapes tapes, MeterRegistry meters) {
    this.store = store;
    this.writer = writer;
    this.tapes = tapes;
    refused =
        Counter.builder("ratecast.rest.reads.refused")
            .description("questions to the store past the " + MAX_READS + " at a time")
            .baseUnit("reads")
            .register(meters);
  }

  History of(Asset asset) {
    return new History(this, asset, tapes.find(asset.id()).map(Tape::window));
  }

  /** The points of the first minutes that have any. */
  Mono<List<Point>> some(Asset asset, long from, long to, int minutes) {
    return asked(to, store.readSome(asset, from, to, minutes));
  }

  Mono<Extent> extent(Asset asset, long from, long to) {
    return asked(to, store.extent(asset, from, to));
  }

  Mono<Long> timeOfNewest(Asset asset, long before, int count) {
    return asked(before, store.timeOfNewest(asset, before, count));
  }

  private <T> Mono<T> asked(long to, Mono<T> question) {
    return Mono.defer(
        () -> {
          if (writer.isBehind(to)) {
            return Mono.error(StoreReads.away());
          }
          if (!reads.tryAcquire()) {
            refused.increment();
            return Mono.error(
                ProblemException.later(
                    ProblemType.BUSY, "Too many long histories are being read; try again soon."));
          }
          return StoreReads.of(question).doFinally(signal -> reads.release());
        });
  }
}
