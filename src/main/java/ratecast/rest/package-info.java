/**
 * HTTP under {@code /api/v1}: the catalogue, history, candles, pushed points and live streams for
 * those who do not speak WebSocket. Protocol section 2.
 *
 * <p>In reading order: {@code AssetsController} with {@code Assets} and {@code AssetJson}; then
 * what every call shares: {@code Parameters}, {@code Page}, {@code WriteGuard}, and for what goes
 * wrong {@code Problem}, {@code ProblemException}, {@code ProblemProcessor}.
 *
 * <pre>
 *   request -> WriteGuard -> controller -> catalogue, tapes, store (reads)
 *                  |             |-------> AssetRegistry, PointPush (writes)
 *                  +-------------+-------> ProblemException -> Problem
 * </pre>
 *
 * <p>PITCH: {@code PitchUploadController} and {@code PitchPushController} take files and messages,
 * on threads that may block; {@code PitchImportsController} and {@code PitchMessagesController}
 * show them.
 *
 * <p>The page: {@code PageFiles} hands out its files from memory.
 *
 * <p>Nothing waits on an event loop: what touches the store is a publisher. Must never know a
 * socket, Netty, or how points are written.
 */
@NullMarked
package ratecast.rest;

import org.jspecify.annotations.NullMarked;
