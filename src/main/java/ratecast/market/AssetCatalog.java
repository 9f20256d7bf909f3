package ratecast.market;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The assets the program streams. A picture in memory of what the store keeps: whoever registers or
 * retires an asset there says so here. Any thread may read; a change is seen whole or not at all.
 */
public final class AssetCatalog {
  private record Snapshot(SortedMap<Integer, Asset> byId, Map<String, Asset> byName) {
    static Snapshot of(SortedMap<Integer, Asset> byId) {
      return new Snapshot(
          byId, byId.values().stream().collect(Collectors.toUnmodifiableMap(Asset::name, a -> a)));
    }
  }

  private volatile Snapshot snapshot = Snapshot.of(new TreeMap<>());

  /** In the order of their ids. */
  public List<Asset> all() {
    return List.copyOf(snapshot.byId().values());
  }

  public Optional<Asset> find(int id) {
    return Optional.ofNullable(snapshot.byId().get(id));
  }

  public Optional<Asset> find(String name) {
    return Optional.ofNullable(snapshot.byName().get(name));
  }

  /** Adding what is there already changes nothing. */
  public void add(Asset asset) {
    addAll(List.of(asset));
  }

  /** As {@link #add}, and at once: each change copies the whole. */
  public synchronized void addAll(Collection<Asset> assets) {
    SortedMap<Integer, Asset> byId = new TreeMap<>(snapshot.byId());
    assets.forEach(asset -> byId.put(asset.id(), asset));
    snapshot = Snapshot.of(byId);
  }

  /** After this the asset has no new points; what is stored of it stays until it expires. */
  public synchronized void remove(Asset asset) {
    SortedMap<Integer, Asset> byId = new TreeMap<>(snapshot.byId());
    byId.remove(asset.id());
    snapshot = Snapshot.of(byId);
  }
}
