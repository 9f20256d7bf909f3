package ratecast.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What was counted between two moments, or up to one.
 *
 * @param nanos on the wall
 * @param cpu nanoseconds of the server's threads, by number and name
 */
record Counts(
    long nanos,
    Map<String, Long> cpu,
    long ticks,
    long deliveries,
    long reads,
    long replays,
    long replayedBytes,
    Latencies latencies) {

  static Counts now(Board board, long serverPid) throws IOException {
    Latencies latencies = Latencies.of(board);
    return new Counts(
        System.nanoTime(),
        Proc.cpu(serverPid),
        board.peek(Board.TICKS),
        board.peek(Board.DELIVERIES),
        board.peek(Board.READS),
        board.peek(Board.REPLAYS),
        board.peek(Board.REPLAYED_BYTES),
        latencies);
  }

  Counts since(Counts start) {
    Map<String, Long> spent = new HashMap<>();
    cpu.forEach((thread, time) -> spent.put(thread, time - start.cpu.getOrDefault(thread, 0L)));
    return new Counts(
        nanos - start.nanos,
        spent,
        ticks - start.ticks,
        deliveries - start.deliveries,
        reads - start.reads,
        replays - start.replays,
        replayedBytes - start.replayedBytes,
        latencies.since(start.latencies));
  }

  double cpuMicros() {
    return cpu.values().stream().mapToLong(Long::longValue).sum() / 1e3;
  }

  /** Microseconds. */
  double cpuPerDelivery() {
    return cpuMicros() / deliveries;
  }

  /** Microseconds. */
  double cpuPerReplay() {
    return cpuMicros() / replays;
  }

  double perSecond(long count) {
    return count * 1e9 / nanos;
  }
}
