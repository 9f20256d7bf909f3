package ratecast.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * A pushed row that was turned away.
 *
 * @param index its place in the array, from 0
 * @param field the member at fault, absent where it is the whole row
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record RejectedJson(int index, @Nullable String field, String reason) {}
