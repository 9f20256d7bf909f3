/**
 * Ratecast: a MongoDB-backed WebSocket exchange-rate streamer. Start reading at {@link
 * ratecast.Application}.
 */
@NullMarked
package ratecast;

import org.jspecify.annotations.NullMarked;
