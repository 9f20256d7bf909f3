/**
 * A client for the terminal: rates as they come, over the same socket that everyone uses.
 *
 * <pre>
 *   Link (one connection) --texts--&gt; Watching --&gt; RateLine (one an asset) --&gt; Display
 *     ^------- connects, again after a loss ----'                              screen or plain lines
 * </pre>
 *
 * <p>In reading order: {@link ratecast.watch.Watching}, {@link ratecast.watch.RateLine}, {@link
 * ratecast.watch.Display}. Knows of the server what docs/PROTOCOL.md says and nothing else.
 */
@NullMarked
package ratecast.watch;

import org.jspecify.annotations.NullMarked;
