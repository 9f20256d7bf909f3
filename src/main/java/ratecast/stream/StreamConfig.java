package ratecast.stream;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

/**
 * The limits of the socket.
 *
 * @param allowedOrigins pages that may connect, {@code *} for every page; the page's own origin
 *     always may
 * @param maxConnections of all clients together
 * @param maxConnectionsPerAddress of one remote address
 * @param trustedProxies addresses and subnets whose word on whom they pass on is believed
 * @param maxSubscriptions assets one connection may be subscribed to
 * @param maxHistory the longest history in one subscribe
 * @param maxStoreReads histories read from the store at the same time, all clients together
 * @param outbox bytes of points a slow client may be owed before it gets only the newest of each
 *     asset
 * @param slowTimeout how long nothing could be written before a client is cut
 * @param pingPeriod between two pings; two unanswered close the connection
 * @param requestsPerSecond one connection may send for long
 * @param requestBurst one connection may send at once
 * @param drainTime how long a shutdown waits for clients to answer the close
 * @param retrySpread over which the clients of a server that shuts down are asked to come back
 * @param grace after the end of an interval until the clock closes its candle, and of a stretch
 *     until points of other assets end it; a poll and a write to the store at their slowest
 * @param maxReplays going on at the same time, all clients together; each keeps up to some 24,000
 *     points
 */
@ConfigurationProperties("stream")
public record StreamConfig(
    @Bindable(defaultValue = "*") List<String> allowedOrigins,
    @Bindable(defaultValue = "50000") int maxConnections,
    @Bindable(defaultValue = "1000") int maxConnectionsPerAddress,
    @Bindable(defaultValue = "") List<String> trustedProxies,
    @Bindable(defaultValue = "2000") int maxSubscriptions,
    @Bindable(defaultValue = "4h") Duration maxHistory,
    @Bindable(defaultValue = "16") int maxStoreReads,
    @Bindable(defaultValue = "262144") int outbox,
    @Bindable(defaultValue = "30s") Duration slowTimeout,
    @Bindable(defaultValue = "25s") Duration pingPeriod,
    @Bindable(defaultValue = "100") int requestsPerSecond,
    @Bindable(defaultValue = "1000") int requestBurst,
    @Bindable(defaultValue = "2s") Duration drainTime,
    @Bindable(defaultValue = "5s") Duration retrySpread,
    @Bindable(defaultValue = "2s") Duration grace,
    @Bindable(defaultValue = "200") int maxReplays) {

  /** The protocol's bound on one request, whole or in fragments. */
  static final int MAX_REQUEST_BYTES = 65_536;
}
