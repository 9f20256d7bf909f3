/**
 * The words everything else speaks: what is streamed and nothing about how.
 *
 * <p>In reading order: {@link ratecast.market.Asset}, {@link ratecast.market.Quote}, {@link
 * ratecast.market.Point}, {@link ratecast.market.AssetCatalog}; then the two seams, {@link
 * ratecast.market.PointSink} and {@link ratecast.market.LastValues}.
 *
 * <p>Imports the JDK only. Must never know a wire format, a database or a thread.
 */
@NullMarked
package ratecast.market;

import org.jspecify.annotations.NullMarked;
