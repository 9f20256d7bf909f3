/**
 * Points by way of a Kafka topic: out to it, in from it to this node's tapes, and in from it to the
 * store, which all nodes do together.
 *
 * <pre>
 *   feed, pushes --&gt; TopicWriter --&gt; topic --&gt; TopicReader (every node, every partition) --&gt; tapes
 *                                      |  ^-- others write here too
 *                                      '--&gt; TopicStorer (one group of all nodes) --&gt; PointKeeper
 *                                             '--&gt; RejectedTopic: what was no point
 * </pre>
 *
 * <p>In reading order: {@link ratecast.kafka.KafkaConfig}, {@link ratecast.kafka.TickerJson},
 * {@link ratecast.kafka.TopicWriter}, {@link ratecast.kafka.TopicReader} with {@link
 * ratecast.kafka.Places} and {@link ratecast.kafka.NewNames}, {@link ratecast.kafka.TopicStorer}
 * with {@link ratecast.kafka.BatchWriting}, {@link ratecast.kafka.Unstored} and {@link
 * ratecast.kafka.Arrears}, {@link ratecast.kafka.Absences}.
 *
 * <p>Must never know MongoDB, a client, or where the points of a feed come from.
 */
@NullMarked
package ratecast.kafka;

import org.jspecify.annotations.NullMarked;
