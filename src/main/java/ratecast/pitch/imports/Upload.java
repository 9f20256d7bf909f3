package ratecast.pitch.imports;

import java.nio.file.Path;

/**
 * A file that arrived whole.
 *
 * @param file where it lies until its import is over
 * @param sha256 of its bytes
 */
public record Upload(Path file, String sha256) {}
