package ratecast.pitch.imports;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Executed shares of each symbol, by cutting lines at the offsets of the specification. */
final class NaiveVolume {
  private NaiveVolume() {}

  static Map<String, Long> of(String file) {
    Map<String, String> symbolOfOrder = new HashMap<>();
    Map<String, Long> volume = new TreeMap<>();
    for (String withSoup : file.split("\r?\n", -1)) {
      String line = withSoup.startsWith("S") ? withSoup.substring(1) : withSoup;
      if (line.isEmpty()) {
        continue;
      }
      String orderId = line.substring(9, 21);
      switch (line.charAt(8)) {
        case 'A' -> symbolOfOrder.put(orderId, line.substring(28, 34).strip());
        case 'E' ->
            volume.merge(
                symbolOfOrder.getOrDefault(orderId, "?"),
                Long.valueOf(line.substring(21, 27)),
                Long::sum);
        case 'P' ->
            volume.merge(
                line.substring(28, 34).strip(), Long.valueOf(line.substring(22, 28)), Long::sum);
        case 'X' -> {} // no volume
        default -> throw new AssertionError(line);
      }
    }
    return volume;
  }
}
