/**
 * How PITCH files come in: handed in from the inbox, an upload or the command line, imported one
 * after the other, and put away.
 *
 * <pre>
 *   Inbox ──┐                                       ┌─▶ PitchStore   messages
 *   upload ─┼─▶ Claims ─▶ Importer ─▶ ImportRun ────┼─▶ ImportStore  how far it is
 *   import ─┘  (known?)   (queue)     (batches)     └─▶ MidHistory   points, with a trading date
 *                                         │
 *                                       Shelf: done/, refused/
 * </pre>
 *
 * <p>In reading order: {@link ratecast.pitch.imports.Claims}, {@link
 * ratecast.pitch.imports.FileImport}, {@link ratecast.pitch.imports.ImportRun}, {@link
 * ratecast.pitch.imports.Importer}, {@link ratecast.pitch.imports.Inbox}, {@link
 * ratecast.pitch.imports.Shelf}.
 *
 * <p>Must never know an asset's id, a client, or how a message is stored.
 */
@NullMarked
package ratecast.pitch.imports;

import org.jspecify.annotations.NullMarked;
