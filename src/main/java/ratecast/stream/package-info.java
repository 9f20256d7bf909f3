/**
 * The WebSocket clients: who is connected, what each wants, and how it reaches them at the speed of
 * the kernel.
 *
 * <p>In reading order: {@link ratecast.stream.StreamEndpoint}, {@code Connection}, {@code
 * Requests}, {@code Session}; then how points go out: {@code Fanout}, {@code Shard}, {@code
 * PointLine}, {@code Cohort}; candles: {@code CandleLine}, {@code CandleJoin}, {@code CandleSeeds};
 * and the past: {@code PastRequests}, {@code LookBack}, {@code Replay}.
 *
 * <pre>
 *   upgrade -> UpgradeGuard -> StreamEndpoint -> Connections
 *   frames  -> Connection -> RequestReader -> Requests -> Session
 *                                                          | joins lines, owed histories
 *   Fanout.wake -> Shard (one a loop) -> Line -> Cohort -> Session -> Outbox -> kernel
 *                    reads the tapes      one buffer for all of a cohort
 * </pre>
 *
 * <p>Everything of a session lives on its event loop; nothing is locked. Must never know where
 * points come from or how they are stored.
 */
@NullMarked
package ratecast.stream;

import org.jspecify.annotations.NullMarked;
