package ratecast.rest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.GoingAway;
import ratecast.market.Point;
import ratecast.tape.Tapes;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/**
 * All clients of server-sent events. One thread does everything of them, woken when they are there
 * and tapes have grown, when a client takes more, and for the heartbeat. Made with the context: it
 * has to hear of the first point.
 */
@Context
final class EventStreams {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

  /** Half a minute in which nothing could be sent; the client resumes from its last event. */
  private static final int MAX_STUCK_BEATS = 2;

  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(EventStreams::daemon);

  /**
   * A stream is in here before it first reads a tape, and a tape has grown before somebody asks
   * here whether to wake the thread: one of the two sees the other.
   */
  private final Set<EventStream> streams = ConcurrentHashMap.newKeySet();

  private final Set<EventStream> reading = new LinkedHashSet<>();
  private final AtomicBoolean awake = new AtomicBoolean();
  private final HistorySource source;
  private final Counter cut;

  EventStreams(Tapes tapes, HistorySource source, RestConfig config, MeterRegistry meters) {
    this.source = source;
    cut =
        Counter.builder("ratecast.rest.events.cut")
            .description("streams of events ended because the client took nothing for two beats")
            .baseUnit("streams")
            .register(meters);
    meters.gauge("ratecast.rest.events.streams", streams, Set::size);
    tapes.whenGrown(this::wake);
    long beat = config.eventBeat().toMillis();
    var unused = loop.scheduleWithFixedDelay(this::beat, beat, beat, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "events");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * A stream of these lines, from where each is.
   *
   * @param whenOver runs once, when the stream has ended, whoever ended it
   */
  Flux<byte[]> open(List<EventLine> lines, Runnable whenOver) {
    return Flux.create(
        sink -> {
          EventStream stream = new EventStream(lines, sink);
          sink.onDispose(
              () -> {
                whenOver.run();
                later(() -> streams.remove(stream));
              });
          later(() -> begin(stream, sink));
        },
        FluxSink.OverflowStrategy.BUFFER);
  }

  private void begin(EventStream stream, FluxSink<byte[]> sink) {
    if (!sink.isCancelled()) {
      streams.add(stream);
      sink.onRequest(more -> later(() -> deliver(stream)));
    }
  }

  private void wake() {
    // Woken for nobody the thread took the turn that Shard leaves to whoever brings more points.
    if (!streams.isEmpty() && !awake.getAndSet(true)) {
      later(
          () -> {
            awake.set(false);
            streams.forEach(this::deliver);
          });
    }
  }

  private void deliver(EventStream stream) {
    if (reading.contains(stream) || !streams.contains(stream)) {
      return;
    }
    try {
      stream.open();
      stream.deliver().ifPresent(behind -> readOlder(stream, behind));
    } catch (RuntimeException e) { // of this stream; the others are delivered to
      failed(stream, e);
    }
  }

  /** What the window no longer has comes from the store, a piece at a time. */
  private void readOlder(EventStream stream, EventLine line) {
    reading.add(stream);
    long border = line.border();
    var unused =
        source
            .some(line.asset(), line.position() + 1, border, History.MINUTES)
            .subscribe(
                points -> later(() -> older(stream, line, border, points)),
                failure -> later(() -> olderFailed(stream, line, failure)));
  }

  private void older(EventStream stream, EventLine line, long border, List<Point> points) {
    reading.remove(stream);
    if (points.isEmpty()) {
      line.noMoreBefore(border);
    } else {
      stream.sendOlder(line, points);
    }
    deliver(stream);
  }

  /** An asset that is silent anyway is no reason to end the stream of the others. */
  private void olderFailed(EventStream stream, EventLine line, Throwable failure) {
    if (line.hasEmptyWindow()) {
      reading.remove(stream);
      stream.leaveOlder();
      deliver(stream);
    } else {
      failed(stream, failure);
    }
  }

  private void failed(EventStream stream, Throwable failure) {
    reading.remove(stream);
    Streamed.cutShort(failure);
    stream.fail(failure);
  }

  /** Where the program is ending there is nothing left to do. */
  private void later(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("Ending", e);
    }
  }

  private void beat() {
    for (EventStream stream : streams) {
      if (stream.beat() > MAX_STUCK_BEATS) {
        cut.increment();
        stream.fail(new IOException("the client takes nothing")); // closes the connection
      }
    }
  }

  /** Clients come back with the id of their last event. */
  @EventListener
  void stop(GoingAway event) {
    later(() -> streams.forEach(EventStream::end));
  }

  @PreDestroy
  void close() {
    loop.shutdown();
  }
}
