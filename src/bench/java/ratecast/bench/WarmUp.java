package ratecast.bench;

import java.io.IOException;

/**
 * Runs a JVM until its compilers have had little to do twice in a row, and no longer than a minute:
 * one late compilation costs as much as ten seconds of a server that ticks once a second.
 */
final class WarmUp {
  private static final int STEP_SECONDS = 3;
  private static final int STEPS = 20;
  private static final int STEADY_STEPS = 2;
  private static final double STEADY = 0.02;

  private WarmUp() {}

  static void run(Rig rig, Traffic traffic) throws IOException, InterruptedException {
    if (!rig.contender().isJvm()) {
      return;
    }
    rig.pace(traffic.warmUpPace());
    int steady = 0;
    for (int step = 0; step < STEPS && steady < STEADY_STEPS; step++) {
      Counts start = rig.count();
      Thread.sleep(STEP_SECONDS * 1000L);
      steady = rig.count().since(start).compiling() < STEADY ? steady + 1 : 0;
    }
    rig.pace(Board.PAUSED);
  }
}
