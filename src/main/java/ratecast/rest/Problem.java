package ratecast.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, after RFC 9457.
 *
 * @param type a URN that programs compare; the list is in docs/PROTOCOL.md
 * @param title the same in words, always the same for one type
 * @param status the HTTP status
 * @param detail what was wrong this time and what to send instead
 * @param field the parameter or member at fault, absent where there is none
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(String type, String title, int status, String detail, @Nullable String field) {
  static final String MEDIA_TYPE = "application/problem+json";
}
