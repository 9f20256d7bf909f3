package ratecast.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One server on core 0, and its clients, once connected, on core 1. For the driver's thread. */
final class Rig implements AutoCloseable {
  private static final int SERVER_CORE = 0;
  private static final int CLIENT_CORE = 1;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long POLL_MILLIS = 20;

  private final Contender contender;
  private final Board board;
  private final Child server;
  private Optional<Child> clients = Optional.empty();

  private Rig(Contender contender, Board board, Child server) {
    this.contender = contender;
    this.board = board;
    this.server = server;
  }

  /** Does not wait for the server to listen; {@link #connect} does. */
  static Rig start(Contender contender, Traffic traffic) throws IOException {
    Board board = Board.create();
    List<String> command = contender.command(board.file(), traffic);
    return new Rig(
        contender,
        board,
        Child.start(contender.name(), SERVER_CORE, command, contender.environment()));
  }

  /** Replaces the clients there are, and blocks until the new ones have had their first answer. */
  void connect(Traffic traffic, ClientManner manner) throws IOException, InterruptedException {
    disconnect();
    await(Board.PORT, 1);
    for (int word = Board.READY; word <= Board.REPLAYED_BYTES; word++) {
      board.put(word, 0);
    }
    List<String> command =
        List.of(
            CPrograms.CLIENT.toString(),
            board.file().toString(),
            Integer.toString(traffic.connections()),
            Integer.toString(traffic.assets()),
            traffic.wish(),
            manner.deflate() ? "deflate" : "plain",
            manner.spinning() ? "spinning" : "sleeping");
    clients = Optional.of(Child.start("the client", CLIENT_CORE, command, Map.of()));
    if (!traffic.isReplay()) {
      await(Board.READY, traffic.connections());
    }
  }

  void disconnect() throws IOException {
    if (clients.isPresent()) {
      clients.get().close();
    }
    clients = Optional.empty();
  }

  void pace(long nanosPerTick) {
    board.put(Board.PACE, nanosPerTick);
  }

  /** Fails where the figures could not be trusted: someone has ended, or was cut off. */
  Counts count() throws IOException {
    checkAlive();
    long clientPid = clients.map(Child::pid).orElse(server.pid());
    return Counts.now(board, server.pid(), clientPid);
  }

  Contender contender() {
    return contender;
  }

  long pid() {
    return server.pid();
  }

  private void checkAlive() {
    server.checkAlive();
    clients.ifPresent(Child::checkAlive);
    long lost = board.peek(Board.LOST);
    if (lost > 0) {
      throw new BenchException(contender.name() + " has closed " + lost + " connections");
    }
  }

  private void await(int word, long value) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (board.peek(word) < value) {
      checkAlive();
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "%s: word %d of the board is %d and not %d after %s"
                .formatted(contender.name(), word, board.peek(word), value, PATIENCE));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  @Override
  public void close() throws IOException {
    disconnect();
    server.close();
    board.close();
  }
}
