/**
 * The running line of each asset in memory: what a client is handed when it joins, and what every
 * event loop reads to know what is new.
 *
 * <p>In reading order: {@link ratecast.tape.Tapes}, {@link ratecast.tape.Tape}, {@link
 * ratecast.tape.Window}, {@link ratecast.tape.Slice}.
 *
 * <pre>
 *   pipeline --append--> Window (chunks of encoded points, the oldest let go)
 *                          ^ slice(after, upTo): no lock, no copy
 *                          |
 *                 event loops, HTTP, charts: each remembers the time it has read up to
 * </pre>
 *
 * <p>Whence the points came is kept beside: {@link ratecast.tape.PointOrigins}.
 *
 * <p>Must never know a socket, a session or a database.
 */
@NullMarked
package ratecast.tape;

import org.jspecify.annotations.NullMarked;
