/**
 * The words everything else speaks: what is streamed and nothing about how.
 *
 * <p>In reading order: {@link ratecast.market.Asset}, {@link ratecast.market.Quote}, {@link
 * ratecast.market.Point}, {@link ratecast.market.AssetCatalog}; points folded to {@link
 * ratecast.market.Candles} of an {@link ratecast.market.Interval}; assets that follow from others,
 * {@link ratecast.market.Formula}, {@link ratecast.market.Derivations}; then the seams, {@link
 * ratecast.market.PointSink} for a {@link ratecast.market.Tick}, {@link
 * ratecast.market.LastValues}, {@link ratecast.market.FeedStateListener} and {@link
 * ratecast.market.FeedStatus}, with {@link ratecast.market.FeedState} and {@link
 * ratecast.market.FxWeek}.
 *
 * <p>Imports the JDK only. Must never know a wire format, a database or a thread.
 */
@NullMarked
package ratecast.market;

import org.jspecify.annotations.NullMarked;
