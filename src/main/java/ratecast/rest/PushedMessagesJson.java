package ratecast.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of pushed messages.
 *
 * @param stored messages that are in the store through this push
 * @param duplicates those of a batch that was there already
 * @param importId the import they are, absent where no message was taken
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record PushedMessagesJson(
    int stored, int duplicates, List<RejectedJson> rejected, @Nullable Integer importId) {}
