/**
 * The text of the protocol and nothing else: a client's text becomes a {@link
 * ratecast.wire.Command}, and what the server says becomes UTF-8.
 *
 * <p>In reading order: {@link ratecast.wire.Command}, {@link ratecast.wire.CommandDecoder}, {@link
 * ratecast.wire.RequestError}, {@link ratecast.wire.MessageEncoder}, {@link
 * ratecast.wire.HistoryJson}, {@link ratecast.wire.PointJson}, {@link ratecast.wire.CandleJson}.
 *
 * <pre>
 *   text -> CommandDecoder -> Command | RequestError
 *   words of the market -> MessageEncoder, PointJson, HistoryJson -> UTF-8
 * </pre>
 *
 * <p>Must never know a socket, a frame, a clock or who is subscribed to what.
 */
@NullMarked
package ratecast.wire;

import org.jspecify.annotations.NullMarked;
