package ratecast.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What one session wants, by asset. Lives on its event loop. */
final class Subscriptions {
  private final SortedMap<Integer, Subscription> byAsset = new TreeMap<>();

  Collection<Subscription> all() {
    return byAsset.values();
  }

  List<Integer> assetIds() {
    return new ArrayList<>(byAsset.keySet());
  }

  int size() {
    return byAsset.size();
  }

  boolean contains(int assetId) {
    return byAsset.containsKey(assetId);
  }

  Subscription want(int assetId) {
    return byAsset.computeIfAbsent(assetId, Subscription::new);
  }

  Optional<Subscription> selected() {
    return byAsset.values().stream().filter(Subscription::selected).findFirst();
  }

  void drop(int assetId) {
    byAsset.remove(assetId);
  }
}
