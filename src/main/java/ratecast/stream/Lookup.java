package ratecast.stream;

import java.util.ArrayList;
import java.util.List;
import ratecast.market.Point;
import ratecast.tape.Tape;
import ratecast.wire.Command;
import ratecast.wire.ErrorCode;
import ratecast.wire.HistoryPart;
import ratecast.wire.MessageEncoder;
import ratecast.wire.RequestError;

/**
 * One {@code history} request as it is answered, part by part and no faster than the client reads:
 * there is never more than one part in memory. Lives on its session's event loop.
 */
final class Lookup {
  /** Of one part: an hour of seconds. */
  static final int POINTS = 3_600;

  private final Session session;
  private final PastPoints past;
  private final Command.History command;
  private final Tape tape;
  private final Runnable then;
  private long next;
  private long has;
  private boolean reading;
  private boolean over;

  /** Answers the command, a part whenever {@code then} leads to {@link #proceed}. */
  Lookup(Session session, PastPoints past, Command.History command, Tape tape, Runnable then) {
    this.session = session;
    this.past = past;
    this.command = command;
    this.tape = tape;
    this.then = then;
    next = command.from();
    has = command.from() - 1;
  }

  boolean isOver() {
    return over;
  }

  /** Nothing more of it is sent. */
  void stop() {
    over = true;
  }

  /** Reads the next part where there is room for it. */
  void proceed() {
    if (reading || over || !session.hasRoom()) {
      return;
    }
    long to = Math.min(next + POINTS, command.to());
    reading = true;
    var unused =
        past.read(List.of(tape), next, to, asset -> has)
            .subscribe(
                points -> session.later(() -> take(points, to)),
                error -> session.later(this::fail));
  }

  private void take(List<Point> points, long to) {
    if (over) {
      return;
    }
    reading = false;
    next = to;
    if (!points.isEmpty()) {
      has = points.get(points.size() - 1).time();
    }
    // A point that came late to the window is one more than seconds were asked for.
    List<Point> rest = new ArrayList<>(points);
    while (rest.size() > POINTS) {
      reply(rest.subList(0, POINTS), false);
      rest = rest.subList(POINTS, rest.size());
    }
    over = next >= command.to();
    if (over || !rest.isEmpty()) {
      reply(rest, over);
    }
    then.run();
  }

  private void reply(List<Point> points, boolean last) {
    session.reply(HistoryPart.json(command.id(), tape.asset().id(), tape.json(), points, last));
  }

  private void fail() {
    if (over) {
      return;
    }
    over = true;
    session.reply(MessageEncoder.error(storeAway(command, "history")));
    then.run();
  }

  static RequestError storeAway(Command command, String action) {
    return new RequestError(
        command.id(),
        ErrorCode.STORE_UNAVAILABLE,
        "The store does not answer; what you have stays right. Try again.",
        action,
        "",
        1_000);
  }
}
