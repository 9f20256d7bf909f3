package ratecast.rest;

import io.micronaut.http.MediaType;
import java.util.Arrays;
import java.util.Collection;

/** How points are written, as {@code Accept} asks for it. */
enum PointsForm {
  JSON(MediaType.APPLICATION_JSON_TYPE, "{\"points\":[", "]}"),
  NDJSON(MediaType.of("application/x-ndjson"), "", ""),
  CSV(MediaType.of("text/csv"), "assetName,time,assetId,value\n", "");

  static final String NDJSON_TYPE = "application/x-ndjson";
  static final String CSV_TYPE = "text/csv";

  @SuppressWarnings("ImmutableEnumChecker") // it has no way to change one
  private final MediaType mediaType;

  private final String head;
  private final String tail;

  PointsForm(MediaType mediaType, String head, String tail) {
    this.mediaType = mediaType;
    this.head = head;
    this.tail = tail;
  }

  /** The first of the accepted types that is one of these; JSON where any would do. */
  static PointsForm of(Collection<MediaType> accepted) {
    return accepted.stream()
        .flatMap(wish -> Arrays.stream(values()).filter(form -> wish.matches(form.mediaType)))
        .findFirst()
        .orElse(JSON);
  }

  MediaType mediaType() {
    return mediaType;
  }

  String head() {
    return head;
  }

  String tail() {
    return tail;
  }
}
