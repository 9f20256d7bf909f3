package ratecast.store;

import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import org.bson.Document;
import ratecast.market.Asset;

/**
 * An asset as the store keeps it.
 *
 * @param feed the name of the feed that brings it, or of the desk that registered it
 * @param formula by which it was declared to follow from others; empty where it was not, or by the
 *     settings alone
 * @param retiredAt since when it has no new points; empty while it is streamed
 * @param rewrites how often its past was said to have changed: {@link AssetStore#rewritten}
 */
public record StoredAsset(
    Asset asset,
    String feed,
    Optional<String> formula,
    Instant createdAt,
    Optional<Instant> retiredAt,
    int rewrites) {
  static final String REWRITES = "rewrites";

  static StoredAsset of(Document document) {
    return new StoredAsset(
        new Asset(document.getInteger("_id"), document.getString("name")),
        document.getString("feed"),
        Optional.ofNullable(document.getString("formula")),
        Objects.requireNonNull(document.getDate("createdAt")).toInstant(),
        Optional.ofNullable(document.getDate("retiredAt")).map(Date::toInstant),
        document.getInteger(REWRITES, 0));
  }

  static Document document(int id, String name, String feed, Instant createdAt) {
    return new Document("_id", id)
        .append("name", name)
        .append("feed", feed)
        .append("createdAt", Date.from(createdAt));
  }
}
