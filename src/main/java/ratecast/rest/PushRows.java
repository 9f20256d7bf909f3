package ratecast.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Derivations;
import ratecast.market.Point;
import ratecast.store.StoreConfig;

/** Reads pushed rows: each is a point, or is turned away with the member that is at fault. */
@Singleton
final class PushRows {
  /** Clocks differ; but one point too far ahead would hide every later one of its asset. */
  private static final long AHEAD_SECONDS = 60;

  private final AssetCatalog catalog;
  private final Derivations derivations;
  private final InstantSource clock;
  private final long retentionSeconds;
  private final MeterRegistry meters;

  PushRows(
      AssetCatalog catalog,
      Derivations derivations,
      InstantSource clock,
      StoreConfig storeConfig,
      MeterRegistry meters) {
    this.catalog = catalog;
    this.derivations = derivations;
    this.clock = clock;
    this.retentionSeconds = storeConfig.retention().toSeconds();
    this.meters = meters;
  }

  /** What became of the rows. */
  record Read(List<Point> points, List<RejectedJson> rejected) {}

  /** A row that is no point. Has no stack trace: it is an answer. */
  private static final class RowException extends Exception {
    private static final long serialVersionUID = 1L;
    private final @Nullable String field;

    RowException(@Nullable String field, String reason) {
      super(reason, null, false, false);
      this.field = field;
    }
  }

  Read read(List<JsonNode> rows) {
    long now = clock.instant().getEpochSecond();
    List<Point> points = new ArrayList<>(rows.size());
    List<RejectedJson> rejected = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        points.add(point(rows.get(i), now));
      } catch (RowException wrong) {
        String reason = String.valueOf(wrong.getMessage());
        rejected.add(new RejectedJson(i, wrong.field, reason));
        meters.counter("ratecast.rest.push.rejected", "reason", reason).increment();
      }
    }
    return new Read(points, rejected);
  }

  private Point point(JsonNode row, long now) throws RowException {
    if (!row.isObject()) {
      throw new RowException(null, "not an object");
    }
    Asset asset = asset(row);
    if (derivations.isDerived(asset)) {
      throw new RowException(
          row.get("assetId") == null ? "assetName" : "assetId", "follows from others");
    }
    return new Point(asset, time(row.get("time"), now), value(row.get("value")));
  }

  private Asset asset(JsonNode row) throws RowException {
    JsonNode id = row.get("assetId");
    JsonNode name = row.get("assetName");
    if (id == null && name == null) {
      throw new RowException("assetId", "missing: send assetId or assetName");
    }
    if (id == null) {
      return found("assetName", name.isString() ? catalog.find(name.getStringValue()) : null);
    }
    boolean isId = id.isNumber() && id.getDoubleValue() == id.getIntValue();
    Asset asset = found("assetId", isId ? catalog.find(id.getIntValue()) : null);
    if (name != null && !(name.isString() && name.getStringValue().equals(asset.name()))) {
      throw new RowException("assetName", "not the name of the asset with this id");
    }
    return asset;
  }

  @SuppressWarnings("NullableOptional") // null: not even of the right kind
  private static Asset found(String field, @Nullable Optional<Asset> asset) throws RowException {
    if (asset == null) {
      throw new RowException(
          field, field.equals("assetId") ? "not a whole number" : "not a string");
    }
    return asset.orElseThrow(() -> new RowException(field, "no such asset in the catalogue"));
  }

  private static double value(@Nullable JsonNode value) throws RowException {
    if (value == null) {
      throw new RowException("value", "missing");
    }
    if (!value.isNumber()) {
      throw new RowException("value", "not a number");
    }
    double number = value.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw new RowException("value", "too large");
    }
    return number;
  }

  private long time(@Nullable JsonNode time, long now) throws RowException {
    if (time == null) {
      return now;
    }
    if (!time.isNumber()) {
      throw new RowException("time", "not a number");
    }
    double seconds = Math.floor(time.getDoubleValue());
    if (!(seconds >= 0)) {
      throw new RowException("time", "before 1970");
    }
    if (seconds > now + AHEAD_SECONDS) {
      throw new RowException("time", "in the future: whole seconds since 1970 UTC are meant");
    }
    if (retentionSeconds > 0 && seconds < now - retentionSeconds) {
      throw new RowException("time", "older than what is kept (RETENTION)");
    }
    return (long) seconds;
  }
}
