package ratecast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** floors.txt, read. Throws on a line it does not know, so that no rule is dropped unseen. */
record Floors(
    Map<String, Floor> rooms,
    Map<String, Floor> classes,
    List<Technology> technologies,
    Set<String> clocks,
    Set<String> suffixes,
    Map<String, Integer> limits) {

  /** Where a room or class stands and what it may import. */
  record Floor(int number, Set<String> may) {
    boolean allows(String room) {
      return may.contains(room) || may.contains("*");
    }
  }

  /** Packages only the named rooms and classes may use. */
  record Technology(List<String> packages, Set<String> users) {
    boolean covers(String className) {
      return packages.stream().anyMatch(p -> className.startsWith(p + "."));
    }
  }

  static Floors read(Path file) throws IOException {
    Floors floors =
        new Floors(
            new TreeMap<>(),
            new TreeMap<>(),
            new ArrayList<>(),
            new HashSet<>(),
            new HashSet<>(),
            new HashMap<>());
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        floors.take(List.of(line.strip().split("\\s+")));
      }
    }
    return floors;
  }

  private void take(List<String> words) {
    List<String> rest = words.subList(1, words.size());
    switch (words.get(0)) {
      case "room" -> rooms.put(rest.get(0), floor(rest));
      case "class" -> classes.put(rest.get(0), floor(rest));
      case "technology" -> technologies.add(technology(rest));
      case "clock" -> clocks.addAll(rest);
      case "suffix" -> suffixes.addAll(rest);
      case "limit" -> limits.put(rest.get(0), Integer.valueOf(rest.get(1)));
      default -> throw new IllegalArgumentException("not a rule: " + String.join(" ", words));
    }
  }

  private static Floor floor(List<String> words) {
    return new Floor(Integer.parseInt(words.get(1)), new HashSet<>(words.subList(2, words.size())));
  }

  private static Technology technology(List<String> words) {
    int bar = words.indexOf("|");
    return new Technology(
        words.subList(0, bar), new HashSet<>(words.subList(bar + 1, words.size())));
  }

  /** Rules that contradict the picture: an import upwards, a room nobody knows, a circle. */
  List<String> contradictions() {
    List<String> wrong = new ArrayList<>();
    rooms.forEach(
        (name, floor) ->
            floor.may().stream()
                .filter(other -> !other.equals("*"))
                .filter(other -> !rooms.containsKey(other) || isAbove(other, floor))
                .forEach(other -> wrong.add(name + " may not be allowed " + other)));
    rooms.keySet().stream()
        .filter(room -> reaches(room, room, new HashSet<>()))
        .forEach(room -> wrong.add(room + " stands in a circle"));
    return wrong;
  }

  private boolean isAbove(String room, Floor floor) {
    return floorOf(room).number() > floor.number();
  }

  private boolean reaches(String from, String to, Set<String> seen) {
    return floorOf(from).may().stream()
        .filter(rooms::containsKey)
        .filter(seen::add)
        .anyMatch(next -> next.equals(to) || reaches(next, to, seen));
  }

  /** The room of a package given relative to the root package; empty text where there is none. */
  String roomOf(String relativePackage) {
    if (relativePackage.isEmpty()) {
      return ".";
    }
    return rooms.keySet().stream()
        .filter(room -> (relativePackage + ".").startsWith(room + "."))
        .reduce("", (best, room) -> room.length() > best.length() ? room : best);
  }

  /** Lines a "file" or a "method" may have. */
  int limit(String what) {
    return Optional.ofNullable(limits.get(what)).orElseThrow();
  }

  private Floor floorOf(String room) {
    return Optional.ofNullable(rooms.get(room)).orElseThrow();
  }
}
