package ratecast.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures several servers in turns, a slice each, round after round: what else the machine does
 * then troubles all of them alike, and a ratio is of neighbours in time. All are connected all the
 * time; only the one whose turn it is has ticks.
 *
 * @param seconds of each slice
 * @param steadySeconds that all stand connected before the first: until then a JVM compiles what
 *     comes with pings
 */
record Slices(int rounds, int seconds, int steadySeconds, ClientManner clients) {
  private static final int SETTLE_MILLIS = 700;

  List<Figures> run(Traffic traffic, List<Contender> contenders)
      throws IOException, InterruptedException {
    List<Rig> rigs = new ArrayList<>();
    try {
      for (Contender contender : contenders) {
        Rig rig = Rig.start(contender, traffic);
        rigs.add(rig);
        rig.connect(traffic, clients);
        WarmUp.run(rig, traffic);
      }
      Thread.sleep(steadySeconds * 1000L);
      return measure(rigs, traffic);
    } finally {
      for (Rig rig : rigs) {
        rig.close();
      }
    }
  }

  private List<Figures> measure(List<Rig> rigs, Traffic traffic)
      throws IOException, InterruptedException {
    List<Figures> figures = new ArrayList<>();
    rigs.forEach(rig -> figures.add(new Figures(rig.contender(), new ArrayList<>())));
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < rigs.size(); i++) {
        figures.get(i).slices().add(slice(rigs.get(i), traffic));
      }
    }
    return figures;
  }

  /** The first moments are left out: caches are another server's, and a timer starts its phase. */
  private Counts slice(Rig rig, Traffic traffic) throws IOException, InterruptedException {
    Thread.sleep(SETTLE_MILLIS);
    rig.pace(traffic.pace());
    Thread.sleep(SETTLE_MILLIS);
    Counts start = rig.count();
    Thread.sleep(seconds * 1000L);
    Counts counts = rig.count().since(start);
    rig.pace(Board.PAUSED);
    return counts;
  }
}
