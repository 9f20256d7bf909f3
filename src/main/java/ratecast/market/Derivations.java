package ratecast.market;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Which assets follow from others. Any thread; a change is seen whole or not at all. */
public final class Derivations {
  /** How many there may be: each costs something at every tick. */
  public static final int MOST = 1000;

  private volatile Map<Integer, Derived> inOrder = Map.of();

  /** All of them, each after those it needs. */
  public List<Derived> all() {
    return List.copyOf(inOrder.values());
  }

  public Optional<Derived> find(int assetId) {
    return Optional.ofNullable(inOrder.get(assetId));
  }

  /** Whether the asset's points are computed, and so come from nowhere else. */
  public boolean isDerived(Asset asset) {
    return inOrder.containsKey(asset.id());
  }

  /** Takes it in, in place of an earlier one of its asset. */
  public synchronized void add(Derived derived) {
    Map<Integer, Derived> all = new LinkedHashMap<>(inOrder);
    all.put(derived.asset().id(), derived);
    inOrder = ordered(all);
  }

  /** From now on the asset has no derived points; without it nothing changes. */
  public synchronized void remove(Asset asset) {
    Map<Integer, Derived> all = new LinkedHashMap<>(inOrder);
    all.remove(asset.id());
    inOrder = ordered(all);
  }

  /** Those that need the asset, directly or by another, each after those it needs. */
  public List<Derived> needing(Asset asset) {
    Set<Asset> reached = new HashSet<>(Set.of(asset));
    List<Derived> needing = new ArrayList<>();
    for (Derived derived : inOrder.values()) {
      if (derived.legs().stream().anyMatch(reached::contains)) {
        reached.add(derived.asset());
        needing.add(derived);
      }
    }
    return needing;
  }

  /** Whether a name would need itself, directly or by others. */
  public static boolean isCircle(String name, Function<String, List<String>> legsOf) {
    Set<String> seen = new HashSet<>();
    List<String> ahead = new ArrayList<>(legsOf.apply(name));
    while (!ahead.isEmpty()) {
      String next = ahead.remove(ahead.size() - 1);
      if (next.equals(name)) {
        return true;
      }
      if (seen.add(next)) {
        ahead.addAll(legsOf.apply(next));
      }
    }
    return false;
  }

  private static Map<Integer, Derived> ordered(Map<Integer, Derived> all) {
    Map<Integer, Derived> ordered = new LinkedHashMap<>();
    all.values().forEach(derived -> place(derived, all, ordered));
    return ordered;
  }

  private static void place(
      Derived derived, Map<Integer, Derived> all, Map<Integer, Derived> ordered) {
    for (Asset leg : derived.legs()) {
      Derived needed = all.get(leg.id());
      if (needed != null && !ordered.containsKey(leg.id())) {
        place(needed, all, ordered);
      }
    }
    ordered.put(derived.asset().id(), derived);
  }
}
