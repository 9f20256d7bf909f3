package ratecast;

import io.micronaut.context.event.ShutdownEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ratecast.market.Asset;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.LateWrites;
import ratecast.market.Point;
import ratecast.store.AssetStore;
import ratecast.store.StoreSharing;
import ratecast.store.StoredAsset;

/**
 * Whose past changed in a store that others use too, told and heard by a count of each asset in the
 * catalogue. Without it the windows of others would go on saying that they have all there is. Of
 * what a process wrote that died before it told them they do not hear: they have it after their
 * next start. All but {@link #wrote} and {@link #written} is for one thread at a time.
 */
@Singleton
final class PastNews implements LateWrites {
  private static final Logger LOG = LoggerFactory.getLogger(PastNews.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final AssetStore store;
  private final Derivations derivations;
  private final StoreSharing sharing;
  private final InstantSource clock;

  /** No more than the catalogue has. */
  private final Set<Asset> untold = ConcurrentHashMap.newKeySet();

  private final Map<Integer, Integer> rewrites = new ConcurrentHashMap<>();
  private int heard;
  private int toHear;

  PastNews(AssetStore store, Derivations derivations, StoreSharing sharing, InstantSource clock) {
    this.store = store;
    this.derivations = derivations;
    this.sharing = sharing;
    this.clock = clock;
  }

  /** What waited for the store here: others have looked for it by then. */
  @Override
  public void written(List<Point> points) {
    long now = clock.instant().getEpochSecond();
    wrote(
        points.stream()
            .filter(point -> !StoreFollower.finds(point.time(), point.time(), now))
            .map(Point::asset)
            .collect(Collectors.toSet()));
  }

  /**
   * Points of the past of these assets are in the store now, by this process, and with them what
   * follows from them. Any thread; does not block.
   */
  void wrote(Collection<Asset> assets) {
    if (sharing.isShared()) {
      untold.addAll(assets);
      assets.stream()
          .flatMap(asset -> derivations.needing(asset).stream())
          .map(Derived::asset)
          .forEach(untold::add);
    }
  }

  /**
   * Tells the others. Blocks for {@code 2 s} at most.
   *
   * @throws RuntimeException where the store does not answer; the next call tells all of it
   */
  void tell() {
    Set<Asset> told = Set.copyOf(untold);
    if (told.isEmpty()) {
      return;
    }
    untold.removeAll(told); // before: what is written meanwhile is told once more
    try {
      store.rewritten(told).block(PATIENCE);
      told.forEach(asset -> rewrites.merge(asset.id(), 1, Integer::sum));
    } catch (RuntimeException away) {
      untold.addAll(told);
      throw away;
    }
  }

  /** {@link #tell}, or leaves it to the next time where the store does not answer. */
  void tellIfPossible() {
    try {
      tell();
    } catch (RuntimeException away) {
      LOG.debug("Others are not told yet", away);
    }
  }

  /** While the store can still be asked. */
  @EventListener
  void stop(ShutdownEvent event) {
    try {
      tell();
    } catch (RuntimeException away) {
      LOG.warn(
          "The past of {} assets changed, and others know it only after their next start",
          untold.size(),
          away);
    }
  }

  /** Takes these counts as known: windows are filled after this. */
  void know(List<StoredAsset> assets) {
    assets.forEach(stored -> rewrites.put(stored.asset().id(), stored.rewrites()));
  }

  /**
   * Whether there is something to {@link #hear}. Blocks for {@code 2 s} at most.
   *
   * @throws RuntimeException where the store does not answer
   */
  boolean isAny() {
    toHear = store.rewrites().blockOptional(PATIENCE).orElseThrow();
    return toHear != heard;
  }

  /** Gives those whose past others changed since they were last known, and takes that as known. */
  Set<Asset> hear(List<StoredAsset> assets) {
    heard = toHear;
    return assets.stream().filter(this::isNews).map(StoredAsset::asset).collect(Collectors.toSet());
  }

  private boolean isNews(StoredAsset stored) {
    Integer known = rewrites.put(stored.asset().id(), stored.rewrites());
    return stored.rewrites() > (known == null ? 0 : known);
  }
}
