package ratecast.bench;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * What was counted between two moments, or up to one.
 *
 * @param nanos on the wall
 * @param cpu nanoseconds of the server's threads, by number and name
 * @param clientCpu nanoseconds of the client
 */
record Counts(
    long nanos,
    Map<String, Long> cpu,
    long clientCpu,
    long ticks,
    long deliveries,
    long reads,
    long replays,
    long replayedBytes,
    Latencies latencies) {

  static Counts now(Board board, long server, long client) throws IOException {
    return new Counts(
        System.nanoTime(),
        Proc.cpu(server),
        sum(Proc.cpu(client)),
        board.peek(Board.TICKS),
        board.peek(Board.DELIVERIES),
        board.peek(Board.READS),
        board.peek(Board.REPLAYS),
        board.peek(Board.REPLAYED_BYTES),
        Latencies.of(board));
  }

  Counts since(Counts start) {
    Map<String, Long> spent = new HashMap<>();
    cpu.forEach((thread, time) -> spent.put(thread, time - start.cpu.getOrDefault(thread, 0L)));
    return new Counts(
        nanos - start.nanos,
        spent,
        clientCpu - start.clientCpu,
        ticks - start.ticks,
        deliveries - start.deliveries,
        reads - start.reads,
        replays - start.replays,
        replayedBytes - start.replayedBytes,
        latencies.since(start.latencies));
  }

  double cpuMicros() {
    return sum(cpu) / 1e3;
  }

  /** What the JVM's compilers take of the server's CPU: how far it is from running steadily. */
  double compiling() {
    long compilers =
        cpu.entrySet().stream()
            .filter(thread -> thread.getKey().contains("CompilerThre"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return compilers / 1e3 / cpuMicros();
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

  private static long sum(Map<String, Long> times) {
    return times.values().stream().mapToLong(Long::longValue).sum();
  }
}
