package ratecast.stream;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import ratecast.market.Interval;

/** What one session wants, by topic. Lives on its event loop. */
final class Subscriptions {
  private final SortedMap<Topic, Subscription> byTopic = new TreeMap<>();

  Collection<Subscription> all() {
    return byTopic.values();
  }

  /** Whether it wants anything of this asset. */
  boolean isOf(int assetId) {
    return byTopic.keySet().stream().anyMatch(topic -> topic.assetId() == assetId);
  }

  /** The topics it wants, of these assets where some are given. */
  List<Topic> topics(Optional<List<Integer>> assetIds, Optional<Interval> interval) {
    Optional<Set<Integer>> wanted = assetIds.map(Set::copyOf); // a list of 12,000 fits a request
    return byTopic.keySet().stream()
        .filter(topic -> wanted.isEmpty() || wanted.get().contains(topic.assetId()))
        .filter(topic -> interval.isEmpty() || topic.interval().equals(interval))
        .toList();
  }

  int size() {
    return byTopic.size();
  }

  boolean contains(Topic topic) {
    return byTopic.containsKey(topic);
  }

  Subscription want(Topic topic) {
    return byTopic.computeIfAbsent(topic, Subscription::new);
  }

  Optional<Subscription> selected() {
    return byTopic.values().stream().filter(Subscription::selected).findFirst();
  }

  void drop(Topic topic) {
    byTopic.remove(topic);
  }
}
