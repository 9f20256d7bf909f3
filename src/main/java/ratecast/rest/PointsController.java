package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import ratecast.market.Asset;
import ratecast.market.Point;
import ratecast.store.PointStore.Extent;
import ratecast.tape.Slice;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** History over HTTP, streamed however long it is. */
@Tag(name = "Points")
@Controller("/api/v1/assets/{id}/points")
class PointsController {
  /** Longer ranges have no ETag: to say what is in them is to read them. */
  private static final long MAX_TAGGED_SECONDS = 86_400;

  private final Assets assets;
  private final HistorySource source;
  private final InstantSource clock;

  PointsController(Assets assets, HistorySource source, InstantSource clock) {
    this.assets = assets;
    this.source = source;
    this.clock = clock;
  }

  /** The points of one asset, oldest first. */
  @AnswersProblems
  @Operation(
      summary = "The points of an asset, oldest first",
      description =
          "last=, or since= (times above it), or from= (inclusive) and to= (exclusive). A long range is streamed.")
  @ApiResponse(
      responseCode = "200",
      description = "The points",
      content = {
        @Content(
            mediaType = "application/json",
            schema = @Schema(type = "object"),
            examples = @ExampleObject(Examples.POINTS)),
        @Content(
            mediaType = PointsForm.NDJSON_TYPE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(Examples.POINT)),
        @Content(
            mediaType = PointsForm.CSV_TYPE,
            schema = @Schema(type = "string"),
            examples = @ExampleObject(Examples.CSV))
      })
  @ApiResponse(responseCode = "304", description = "Unchanged since the ETag of If-None-Match")
  @Get(produces = {MediaType.APPLICATION_JSON, PointsForm.NDJSON_TYPE, PointsForm.CSV_TYPE})
  Mono<MutableHttpResponse<byte[]>> points(
      HttpRequest<?> request,
      String id,
      @Nullable @QueryValue String last,
      @Nullable @QueryValue String since,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to) {
    Range range = Range.of(last, since, from, to);
    PointsForm form = PointsForm.of(request.accept());
    String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    return assets
        .find(id)
        .flatMap(
            asset -> {
              History history = source.of(asset);
              return isTagged(range)
                  ? history
                      .extent(range.from(), range.to())
                      .map(extent -> tag(asset, range, form, extent))
                      .flatMap(tag -> tagged(history, range, form, tag, known))
                  : whole(history, range, form);
            });
  }

  private boolean isTagged(Range range) {
    return range.isClosed(clock.instant().getEpochSecond())
        && range.to() - range.from() <= MAX_TAGGED_SECONDS;
  }

  /**
   * Points are only ever added, or expire from the oldest on, so their number and the first of them
   * say which they are.
   */
  private static String tag(Asset asset, Range range, PointsForm form, Extent extent) {
    return LongStream.of(
            asset.id(),
            range.from(),
            range.to(),
            extent.points(),
            extent.points() == 0 ? 0 : extent.firstTime())
        .mapToObj(Long::toString)
        .collect(Collectors.joining("-", "\"", "-" + form.name().charAt(0) + "\""));
  }

  private static Mono<MutableHttpResponse<byte[]>> tagged(
      History history, Range range, PointsForm form, String tag, @Nullable String known) {
    Mono<MutableHttpResponse<byte[]>> answer =
        known != null && known.contains(tag)
            ? Mono.just(HttpResponse.notModified())
            : whole(history, range, form);
    return answer.map(
        a -> a.header(HttpHeaders.ETAG, tag).header(HttpHeaders.CACHE_CONTROL, "no-cache"));
  }

  /** The first piece is awaited, so that what is wrong from the start is a problem. */
  private static Mono<MutableHttpResponse<byte[]>> whole(
      History history, Range range, PointsForm form) {
    Reader reader = new Reader(new PointsText(form, history.asset()));
    boolean isTimed = range.last() == 0;
    long to = isTimed ? range.to() : history.end();
    return (isTimed ? Mono.just(range.from()) : history.startOfNewest(range.last()))
        .flatMap(from -> history.piece(from, to, reader))
        .map(first -> history.from(first, to, reader).map(History.Piece::content))
        .map(pieces -> pieces.doOnError(Streamed::cutShort))
        .map(body -> answer(body, form));
  }

  private static MutableHttpResponse<byte[]> answer(Flux<byte[]> body, PointsForm form) {
    return Streamed.answer(body)
        .contentType(form.mediaType())
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
  }

  /** Pieces as text. */
  private record Reader(PointsText text) implements History.Reader<byte[]> {
    @Override
    public byte[] stored(List<Point> points) {
      return text.piece(points);
    }

    @Override
    public byte[] recent(Slice points, boolean isLast) {
      return text.piece(points, isLast);
    }

    @Override
    public byte[] end() {
      return text.end();
    }
  }
}
