package ratecast.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What the slices of one contender come to.
 *
 * @param slices at least one
 */
record Figures(Contender contender, List<Counts> slices) {

  /** Server CPU microseconds of one delivery. */
  double cpuPerDelivery() {
    return median(Counts::cpuPerDelivery);
  }

  double cpuMillisPerReplay() {
    return median(slice -> slice.cpuPerReplay() / 1e3);
  }

  double deliveriesPerSecond() {
    return median(slice -> slice.perSecond(slice.deliveries()));
  }

  double replaysPerSecond() {
    return median(slice -> slice.perSecond(slice.replays()));
  }

  double kibPerReplay() {
    return median(slice -> slice.replayedBytes() / 1024.0 / slice.replays());
  }

  double ticksPerSecond() {
    return median(slice -> slice.perSecond(slice.ticks()));
  }

  double clientPercent() {
    return median(slice -> 100.0 * slice.clientCpu() / slice.nanos());
  }

  double framesPerRead() {
    return median(slice -> (double) slice.deliveries() / slice.reads());
  }

  double latencyMillis(double share) {
    return median(slice -> slice.latencies().millis(share));
  }

  /** This one's cost over the other's, slice against neighbouring slice. */
  double ratioTo(Figures other, ToDoubleFunction<Counts> cost) {
    double[] ratios = new double[slices.size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = cost.applyAsDouble(slices.get(i)) / cost.applyAsDouble(other.slices.get(i));
    }
    return median(ratios);
  }

  /** Which threads the CPU went to, in percent, the busiest first, as one line. */
  String threads() {
    Map<String, Long> byName = new TreeMap<>();
    slices.forEach(
        slice ->
            slice
                .cpu()
                .forEach(
                    (thread, time) ->
                        byName.merge(thread.replaceAll("[0-9 ]+", ""), time, Long::sum)));
    long all = byName.values().stream().mapToLong(Long::longValue).sum();
    StringBuilder line = new StringBuilder();
    byName.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(5)
        .forEach(e -> line.append(" %s %.1f".formatted(e.getKey(), 100.0 * e.getValue() / all)));
    return line.toString().strip();
  }

  private double median(ToDoubleFunction<Counts> figure) {
    return median(slices.stream().mapToDouble(figure).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
