package ratecast.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import ratecast.market.Point;
import ratecast.wire.JsonBytes;
import reactor.core.publisher.FluxSink;

/**
 * One client of server-sent events. The tapes are its queue: it remembers how far the client has
 * read, and what is new is laid out when the client takes it. Lives on the thread of {@link
 * EventStreams}.
 */
final class EventStream {
  /** In one piece: 20 KB, and a slow client has one or two of them ahead. */
  static final int BATCH_POINTS = 200;

  private static final byte[] OPENING = "retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final int TYPICAL_LENGTH = 110;

  private final List<EventLine> lines;
  private final FluxSink<byte[]> sink;
  private boolean opened;
  private boolean sentSinceBeat;
  private int stuckBeats;
  private int next;

  EventStream(List<EventLine> lines, FluxSink<byte[]> sink) {
    this.lines = lines;
    this.sink = sink;
  }

  boolean hasDemand() {
    return sink.requestedFromDownstream() > 0 && !sink.isCancelled();
  }

  /** Says that the stream stands, so that the client sees its head at once. */
  void open() {
    if (!opened && hasDemand()) {
      opened = true;
      send(OPENING);
    }
  }

  /**
   * Sends what is new, as much as the client takes.
   *
   * @return an asset whose next points are no longer in its window
   */
  Optional<EventLine> deliver() {
    while (hasDemand()) {
      Optional<EventLine> behind = lines.stream().filter(EventLine::isBehindWindow).findFirst();
      if (behind.isPresent()) {
        return behind;
      }
      List<Event> events = news();
      if (events.isEmpty()) {
        break;
      }
      send(text(events));
    }
    return Optional.empty();
  }

  private record Event(EventLine line, long time, double value) {}

  /**
   * Some of what is new, by time. Takes turns, so that one long line does not starve the others.
   */
  private List<Event> news() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < lines.size() && events.size() < BATCH_POINTS; i++) {
      EventLine line = lines.get((next + i) % lines.size());
      line.news(BATCH_POINTS - events.size())
          .forEach((time, value) -> events.add(new Event(line, time, value)));
    }
    next = (next + 1) % lines.size();
    events.sort(
        Comparator.comparingLong(Event::time).thenComparing(event -> event.line().asset().id()));
    return events;
  }

  /** Asks for nothing more of the store, but where something came behind it. */
  void leaveOlder() {
    lines.forEach(EventLine::leaveOlder);
  }

  /** Sends points from the store. */
  void sendOlder(EventLine line, List<Point> points) {
    send(text(points.stream().map(p -> new Event(line, p.time(), p.value())).toList()));
  }

  /** With one asset each event has its time as id, with several the last of a piece has all. */
  private byte[] text(List<Event> events) {
    JsonBytes out = new JsonBytes(events.size() * TYPICAL_LENGTH);
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      event.line().position(event.time());
      if (lines.size() == 1) {
        out.ascii("id: ").number(event.time()).character('\n');
      } else if (i == events.size() - 1) {
        out.ascii("id: ").ascii(position().text()).character('\n');
      }
      out.ascii("data: ");
      event.line().tape().json().write(event.time(), event.value(), out);
      out.ascii("\n\n");
    }
    return out.toBytes();
  }

  private LastEvent position() {
    Map<Integer, Long> positions =
        lines.stream().collect(Collectors.toMap(l -> l.asset().id(), EventLine::seen));
    return LastEvent.of(positions);
  }

  private void send(byte[] piece) {
    sentSinceBeat = true;
    stuckBeats = 0;
    sink.next(piece);
  }

  /**
   * Lets a silent connection be seen to live.
   *
   * @return for how many beats in a row the client has taken nothing
   */
  int beat() {
    if (!hasDemand()) {
      return ++stuckBeats;
    }
    if (!sentSinceBeat) {
      send(HEARTBEAT);
    }
    sentSinceBeat = false;
    return 0;
  }

  void end() {
    sink.complete();
  }

  void fail(Throwable failure) {
    sink.error(failure);
  }
}
