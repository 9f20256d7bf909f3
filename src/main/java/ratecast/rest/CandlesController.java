package ratecast.rest;

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
import org.jspecify.annotations.Nullable;
import ratecast.market.Interval;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Candles over HTTP, folded from the points as they are read. */
@Tag(name = "Candles")
@Controller("/api/v1/assets/{id}/candles")
class CandlesController {
  /** Candles where no {@code from} says where they begin. */
  private static final int USUAL_COUNT = 500;

  private final Assets assets;
  private final HistorySource source;
  private final InstantSource clock;

  CandlesController(Assets assets, HistorySource source, InstantSource clock) {
    this.assets = assets;
    this.source = source;
    this.clock = clock;
  }

  /** The candles of one asset, oldest first. */
  @AnswersProblems
  @Operation(
      summary = "The candles of an asset, oldest first",
      description = "interval is one of 5s 15s 1m 5m 15m 30m 1h 4h 1d.")
  @ApiResponse(
      responseCode = "200",
      description = "The candles",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(type = "object"),
              examples = @ExampleObject(Examples.CANDLES)))
  @Get(produces = MediaType.APPLICATION_JSON)
  Mono<MutableHttpResponse<byte[]>> candles(
      String id,
      @Nullable @QueryValue String interval,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to) {
    Interval each = interval(interval);
    long now = clock.instant().getEpochSecond();
    Range range = Range.ofTime(from, to);
    long end = range.to() == Range.OPEN ? Range.OPEN : each.nextStart(range.to());
    long usual = Math.max(0, Math.min(now, end) - (long) USUAL_COUNT * each.seconds());
    long start = from == null ? each.nextStart(usual) : each.start(range.from());
    return assets.find(id).flatMap(asset -> answer(source.of(asset), each, start, end, now));
  }

  private static Interval interval(@Nullable String word) {
    if (word == null) {
      return Interval.M1;
    }
    return Interval.parse(word)
        .orElseThrow(
            () ->
                ProblemException.parameter(
                    "interval",
                    "\"interval\" must be one of " + String.join(", ", Interval.words()) + "."));
  }

  private static Mono<MutableHttpResponse<byte[]>> answer(
      History history, Interval interval, long start, long end, long now) {
    CandlesText text = new CandlesText(interval, now);
    return history
        .piece(start, end, text)
        .map(first -> history.from(first, end, text).map(History.Piece::content))
        .map(pieces -> Flux.concat(pieces, Mono.fromSupplier(text::rest)))
        // Hours of points may have closed no candle yet: nothing to send is no piece.
        .map(pieces -> pieces.filter(piece -> piece.length > 0).doOnError(Streamed::cutShort))
        .map(body -> Streamed.answer(body).contentType(MediaType.APPLICATION_JSON_TYPE));
  }
}
