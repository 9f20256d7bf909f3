package ratecast.rest;

import io.micronaut.http.uri.UriBuilder;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of a list that is read piece by piece.
 *
 * @param after the place of the last item the client has; nothing before the first is 0
 */
record Page(int limit, long after) {
  /** The page that {@code limit} and {@code cursor} ask for. */
  static Page of(@Nullable String limit, @Nullable String cursor, int usual, int most) {
    return new Page(
        Parameters.whole("limit", limit, 1, most).orElse((long) usual).intValue(),
        Parameters.whole("cursor", cursor, 0, Long.MAX_VALUE).orElse(0L));
  }

  /**
   * The items of this page.
   *
   * @param all in rising place
   */
  <T> List<T> of(List<T> all, ToLongFunction<T> place) {
    return all.stream().filter(item -> place.applyAsLong(item) > after).limit(limit).toList();
  }

  /** The {@code Link} to the page behind this one. */
  String next(String path, long lastPlace) {
    return "<"
        + UriBuilder.of(path).queryParam("limit", limit).queryParam("cursor", lastPlace).build()
        + ">; rel=\"next\"";
  }
}
