package ratecast.rest;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What became of a push.
 *
 * @param stored points that are in the store through it
 * @param duplicates points whose second had a value already, which stays
 * @param rejected rows that are no points, in their order
 */
@Serdeable
record PushedJson(int stored, int duplicates, List<RejectedJson> rejected) {}
