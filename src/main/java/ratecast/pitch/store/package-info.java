/**
 * What is kept of PITCH files, in MongoDB: every message in file order, and a document for each
 * import that anyone can watch.
 *
 * <pre>
 *   PitchBatch ── PitchStore ──▶ pitchMessage  { _id: import|line, time, type, its fields }
 *   PitchSummary ─ ImportStore ▶ pitchImport   { _id, name, sha256, state, counts, ... }
 * </pre>
 *
 * <p>In reading order: {@link ratecast.pitch.store.PitchImport}, {@link
 * ratecast.pitch.store.ImportStore}, {@link ratecast.pitch.store.MessageId}, {@link
 * ratecast.pitch.store.PitchStore}, {@link ratecast.pitch.store.MessageFilter}.
 *
 * <p>Must never know where a file came from, who imports it, or what a point is.
 */
@NullMarked
package ratecast.pitch.store;

import org.jspecify.annotations.NullMarked;
