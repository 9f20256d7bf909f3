package ratecast.pitch.imports;

import ratecast.pitch.store.PitchImport;

/**
 * What handing in a file led to.
 *
 * @param isDue false where the file was imported, or is to be, without this
 */
public record Claim(PitchImport imported, boolean isDue) {}
