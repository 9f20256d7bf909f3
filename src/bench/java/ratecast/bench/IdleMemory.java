package ratecast.bench;

import java.io.IOException;

/**
 * What connections that do nothing hold.
 *
 * @param heapKibEach live objects only; 0 for a server without a heap
 * @param baseMib resident before they came
 * @param cpuMillisPerSecond of the server while they do nothing
 */
record IdleMemory(
    double residentKibEach, double heapKibEach, double baseMib, double cpuMillisPerSecond) {
  private static final int REHEARSALS = 20;
  private static final int REHEARSING = 500;
  private static final int SETTLE_MILLIS = 3000;
  private static final int QUIET_SECONDS = 10;

  /**
   * A JVM's resident memory grows by the garbage of the first handshakes as well. So some thousand
   * connections, never more than 500 of them together, come and go before the first reading: what
   * is counted then is what the 5000 hold.
   */
  static IdleMemory measure(Contender contender, int connections, ClientManner clients)
      throws IOException, InterruptedException {
    try (Rig rig = Rig.start(contender, Traffic.idle(connections))) {
      for (int i = 0; i < (contender.isJvm() ? REHEARSALS : 0); i++) {
        rig.connect(Traffic.idle(REHEARSING), clients);
      }
      rig.disconnect();
      Reading before = read(rig);
      rig.connect(Traffic.idle(connections), clients);
      Reading after = read(rig);
      double cpu = cpuMillisPerSecond(rig);
      return new IdleMemory(
          (double) (after.residentKib - before.residentKib) / connections,
          (double) (after.heapBytes - before.heapBytes) / 1024 / connections,
          before.residentKib / 1024.0,
          cpu);
    }
  }

  private record Reading(long residentKib, long heapBytes) {}

  /** Counting the objects of a heap collects it first. */
  private static Reading read(Rig rig) throws IOException, InterruptedException {
    Thread.sleep(SETTLE_MILLIS);
    long heap = rig.contender().isJvm() ? Proc.liveHeap(rig.pid()) : 0;
    return new Reading(Proc.residentKib(rig.pid()), heap);
  }

  private static double cpuMillisPerSecond(Rig rig) throws IOException, InterruptedException {
    Counts start = rig.count();
    Thread.sleep(QUIET_SECONDS * 1000L);
    return rig.count().since(start).cpuMicros() / 1e3 / QUIET_SECONDS;
  }
}
