/**
 * How rates come in: the sources, what of them is usable, and the second in which they are asked.
 *
 * <pre>
 *   SecondLoop --(each whole second)--&gt; FeedSchedule --poll--&gt; Feed (emcont, walk, recording, map)
 *                                          |    ^--------------- Answer: quotes, rows turned away
 *                                          |--&gt; QuoteRules: quotes become points of that second
 *                                          |--&gt; PointSink  (whoever listens)
 *                                          `--&gt; FeedHealth --&gt; FeedStateListener, metrics
 * </pre>
 *
 * <p>In reading order: {@link ratecast.feed.Feed} and {@link ratecast.feed.Answer}, {@link
 * ratecast.feed.QuoteRules}, {@link ratecast.feed.FeedSchedule}, {@link ratecast.feed.FeedHealth};
 * then the adapters, {@link ratecast.feed.EmcontFeed}, {@link ratecast.feed.WalkFeed}, {@link
 * ratecast.feed.RecordingFeed}, {@link ratecast.feed.MapFeed}, or what a {@link
 * ratecast.feed.FeedAdapter} opens, one of which {@link ratecast.feed.FeedFactory} makes.
 *
 * <p>Must never know who takes the points: no store, no client, no wire format.
 */
@NullMarked
package ratecast.feed;

import org.jspecify.annotations.NullMarked;
