/**
 * What is kept, in MongoDB: points in minute buckets, the catalogue of assets, what became of old
 * minutes. The only room that speaks to the driver.
 *
 * <pre>
 *   PointPipeline -- tick --&gt; PointWriter --------------&gt; PointStore -- bulk --&gt; points_1m
 *                               | took too long, away        ^   |
 *                               +--&gt; Backlog -- Redelivery --+   +--&gt; read, recent, last
 *   Startup --&gt; Schema, AssetStore --&gt; assets, counters          Retention --&gt; expired minutes
 * </pre>
 *
 * <p>In reading order: {@link ratecast.store.Bucket} (the document), {@link
 * ratecast.store.PointStore}, {@link ratecast.store.PointWriter} with {@link
 * ratecast.store.Backlog}, {@link ratecast.store.Redelivery} and {@link ratecast.store.StorePulse}
 * (is it away?), {@link ratecast.store.AssetStore}, {@link ratecast.store.Schema}, {@link
 * ratecast.store.Retention}; {@link ratecast.store.StoreConfig} has the settings.
 *
 * <p>Must never know a client, a feed or the text of the protocol.
 */
@NullMarked
package ratecast.store;

import org.jspecify.annotations.NullMarked;
