package ratecast.stream;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The sessions of one event loop that are subscribed to exactly the same lines. What one of them
 * gets all get, so its bytes are laid out once and handed to each. Lives on its event loop.
 */
final class Cohort {
  private final List<Line> lines;
  private final List<Session> sessions = new ArrayList<>();
  private final List<Line> news = new ArrayList<>();
  private int[] runs = new int[8];
  private int runCount;
  private int newPoints;

  Cohort(List<Line> lines) {
    this.lines = lines;
  }

  List<Line> lines() {
    return lines;
  }

  List<Session> sessions() {
    return sessions;
  }

  void add(Session session) {
    session.placeInCohort(sessions.size());
    sessions.add(session);
  }

  /**
   * The last session takes the place of the one that leaves: both ways take the same short time.
   */
  void remove(Session session, int place) {
    Session last = sessions.remove(sessions.size() - 1);
    if (last != session) {
      sessions.set(place, last);
      last.placeInCohort(place);
    }
  }

  /**
   * Takes note that the batch holds something for these sessions.
   *
   * @param points how many
   * @param from where their frames begin in the batch
   * @return whether it is the first in this batch
   */
  boolean note(Line line, int points, int from, int to) {
    news.add(line);
    newPoints += points;
    if (runCount > 0 && runs[runCount - 1] == from) {
      runs[runCount - 1] = to;
      return false;
    }
    if (runCount + 2 > runs.length) {
      runs = Arrays.copyOf(runs, runs.length * 2);
    }
    runs[runCount++] = from;
    runs[runCount++] = to;
    return runCount == 2;
  }

  /** The lines with something new in this batch. */
  List<Line> news() {
    return news;
  }

  int newPoints() {
    return newPoints;
  }

  /** The bytes for these sessions: a view of the batch where they lie together, else a copy. */
  ByteBuf bytes(ByteBuf batch) {
    if (runCount == 2) {
      return batch.retainedSlice(runs[0], runs[1] - runs[0]);
    }
    int length = 0;
    for (int i = 0; i < runCount; i += 2) {
      length += runs[i + 1] - runs[i];
    }
    ByteBuf bytes = batch.alloc().directBuffer(length);
    for (int i = 0; i < runCount; i += 2) {
      bytes.writeBytes(batch, runs[i], runs[i + 1] - runs[i]);
    }
    return bytes;
  }

  /** Forgets the batch. */
  void clear() {
    news.clear();
    newPoints = 0;
    runCount = 0;
  }
}
