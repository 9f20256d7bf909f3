package ratecast.bench;

import java.io.IOException;

/** Runs a JVM until its compilers have little left to do, and no longer than 45 seconds. */
final class WarmUp {
  private static final int STEP_SECONDS = 3;
  private static final int STEPS = 15;
  private static final double STEADY = 0.05;

  private WarmUp() {}

  static void run(Rig rig, Traffic traffic) throws IOException, InterruptedException {
    if (!rig.contender().isJvm()) {
      return;
    }
    rig.pace(traffic.warmUpPace());
    double compiling = 1;
    // The first step says nothing: what is hot is only being found out.
    for (int step = 0; step < STEPS && (step < 2 || compiling > STEADY); step++) {
      Counts start = rig.count();
      Thread.sleep(STEP_SECONDS * 1000L);
      compiling = rig.count().since(start).compiling();
    }
    rig.pace(Board.PAUSED);
  }
}
