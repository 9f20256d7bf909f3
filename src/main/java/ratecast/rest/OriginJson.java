package ratecast.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.tape.PointOrigin;

/**
 * A point and whence it came.
 *
 * @param feed the feed's name; "push", "kafka", "derived"; "store" where it was read back
 * @param receivedAt milliseconds since 1970 UTC, null where only the store knows the point
 * @param bid null where the point did not come as bid and ask
 * @param ask null with the bid
 * @param writtenAt milliseconds since 1970 UTC when the store had it; null where it has not yet, or
 *     another node wrote it
 * @param legs names of the assets it follows from; absent where it follows from none
 */
@Serdeable
record OriginJson(
    String assetName,
    long time,
    int assetId,
    @Nullable BigDecimal value,
    String feed,
    @Nullable Long receivedAt,
    @Nullable BigDecimal bid,
    @Nullable BigDecimal ask,
    @Nullable Long writtenAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> legs) {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  static OriginJson of(Point point, PointOrigin origin, Optional<List<Asset>> legs) {
    BigDecimal value = Decimals.of(point.value());
    BigDecimal bid = origin.bid().isPresent() ? Decimals.of(origin.bid().getAsDouble()) : null;
    return new OriginJson(
        point.asset().name(),
        point.time(),
        point.asset().id(),
        value,
        origin.feed(),
        origin.receivedAt().map(Instant::toEpochMilli).orElse(null),
        bid,
        bid == null ? null : value.multiply(TWO).subtract(bid), // the value is their mid
        origin.writtenAt().map(Instant::toEpochMilli).orElse(null),
        legs.map(all -> all.stream().map(Asset::name).toList()).orElse(null));
  }
}
