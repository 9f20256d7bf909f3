/**
 * The MongoDB of the one-command start: a server that speaks MongoDB's wire protocol, in this
 * process, on loopback, over one file. Chosen when no {@code mongodb.uri} is set.
 *
 * <pre>
 *   driver -- tcp --&gt; EmbeddedServer -&gt; OrderedBackend -&gt; OrderedDatabase -&gt; OrderedCollection
 *                                            |                                   |  IdWalk
 *                                            +--- StoreFile (CommitGate) --------+  one ordered map
 *                                                 ratecast.mv                       per collection
 * </pre>
 *
 * <p>In reading order: {@link ratecast.store.embedded.EmbeddedServer}, {@link
 * ratecast.store.embedded.StoreFile}, {@link ratecast.store.embedded.CommitGate}, {@link
 * ratecast.store.embedded.OrderedBackend}, {@link ratecast.store.embedded.OrderedCollection},
 * {@link ratecast.store.embedded.IdWalk}. Why our own backend and what a power failure can cost:
 * docs/decisions/0001-embedded-store.md.
 *
 * <p>Queries by {@code _id} (equal, in, ranges, sorted either way) are answered by walking keys;
 * everything else scans its collection. Unique indexes hold; all other secondary indexes are
 * accepted and ignored, as are TTL, validators, collation, write concerns and authentication.
 *
 * <p>A read ends with MongoDB's error 50 where it has had its {@code maxTimeMS}, and 25 s where it
 * names none ({@link ratecast.store.embedded.TimeLimits}): nobody waits for it any longer.
 *
 * <p>Must never know an asset, a point or a bucket: it keeps documents.
 */
@NullMarked
package ratecast.store.embedded;

import org.jspecify.annotations.NullMarked;
