package ratecast.stream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.unix.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of one event loop that are subscribed to exactly the same lines. What one of them
 * gets all get, so its bytes are laid out once and handed to each. Lives on its event loop.
 *
 * <p>The sockets of those whose outbox is empty stand side by side in {@link #clear}: bytes go
 * straight to them, and of a client nothing else is touched. The ten objects between a session and
 * its socket are as many cache misses, a fifth of what the kernel takes for the delivery itself.
 */
final class Cohort {
  private final List<Line> lines;
  private final List<Session> sessions = new ArrayList<>(1);
  private @Nullable Socket[] clear = new Socket[1];
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
    int seat = sessions.size();
    if (seat == clear.length) {
      clear = Arrays.copyOf(clear, seat * 2);
    }
    sessions.add(session);
    session.outbox().sit(this, seat);
  }

  /**
   * The last session takes the place of the one that leaves: both ways take the same short time.
   */
  void remove(Session session, int seat) {
    int lastSeat = sessions.size() - 1;
    Session last = sessions.remove(lastSeat);
    if (last != session) {
      sessions.set(seat, last);
      last.outbox().sit(this, seat);
      clear[seat] = clear[lastSeat];
    }
    clear[lastSeat] = null;
  }

  /**
   * Says whether bytes may go straight to the socket of this seat: nothing that was written before
   * waits in its outbox.
   *
   * @param socket null: they may not
   */
  void clear(int seat, @Nullable Socket socket) {
    clear[seat] = socket;
  }

  /**
   * Sends the bytes to each, or notes that it falls behind. Called once a second it stays with the
   * first compiler for hours, so the loop has little to do but to call what is called often.
   */
  void deliver(ByteBuf frames) {
    long address = frames.hasMemoryAddress() ? frames.memoryAddress() : 0;
    int from = frames.readerIndex();
    int to = frames.writerIndex();
    for (int seat = 0; seat < sessions.size(); seat++) {
      Socket socket = clear[seat];
      int sent = socket == null ? 0 : Outbox.sendNow(socket, address, from, to);
      if (sent < to - from) {
        sessions.get(seat).deliver(frames, sent, news);
      }
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
