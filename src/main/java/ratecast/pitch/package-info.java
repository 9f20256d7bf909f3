/**
 * The PITCH wing: Cboe's depth-of-book files as a second kind of market.
 *
 * <pre>
 *   file ── PitchFile ── PitchBatch ── PitchMessage ── pitch.book ── quotes of each second
 *             │              │
 *   (gzip, line ends,        └ Refusal: no message, and why
 *    SHA-256, line numbers)
 * </pre>
 *
 * <p>In reading order: {@link ratecast.pitch.PitchMessage} and one record a type, each with its
 * table of offsets; {@link ratecast.pitch.PitchDecoder}, which turns one line into a message or a
 * {@link ratecast.pitch.Refusal}; {@link ratecast.pitch.PitchFile}, which does so for a file in
 * bounded memory. Keeps PITCH's own words (order, side, shares, trade break).
 *
 * <p>Must never know the book that is built from it, an asset, a point, or who reads a file and
 * why.
 */
@NullMarked
package ratecast.pitch;

import org.jspecify.annotations.NullMarked;
