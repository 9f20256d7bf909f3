package ratecast.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.json.tree.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import ratecast.market.NotShownException;
import ratecast.market.PointPush;
import ratecast.store.StoreAway;
import reactor.core.publisher.Mono;

/** Points pushed by clients. */
@Tag(name = "Points")
@Controller("/api/v1/points")
class PushController {
  private static final int MAX_ROWS = 20_000;

  private final PushRows rows;
  private final PointPush sink;

  PushController(PushRows rows, PointPush sink) {
    this.rows = rows;
    this.sink = sink;
  }

  /** Stores one point or an array of points. */
  @AnswersProblems
  @Operation(
      summary = "Stores one point or an array of points",
      description =
          "Acknowledged when the store has them; each row of an array gets its verdict. Of an asset and second the first value wins.",
      security = @SecurityRequirement(name = "token"))
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Object.class),
              examples = @ExampleObject(Examples.PUSH)))
  @ApiResponse(
      responseCode = "200",
      description = "What became of them",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = PushedJson.class),
              examples = @ExampleObject(Examples.PUSHED)))
  @Post
  Mono<PushedJson> push(@Body JsonNode body) {
    if (body.isArray()) {
      return stored(rows.read(list(body)));
    }
    if (!body.isObject()) {
      throw ProblemException.of(
          ProblemType.INVALID_BODY,
          "Send a point, as in {\"assetId\":1,\"value\":1.1}, or an array of points.");
    }
    PushRows.Read one = rows.read(List.of(body));
    if (!one.rejected().isEmpty()) {
      RejectedJson why = one.rejected().get(0);
      throw ProblemException.of(
          ProblemType.INVALID_BODY, "\"" + why.field() + "\": " + why.reason() + ".", why.field());
    }
    return stored(one);
  }

  private static List<JsonNode> list(JsonNode body) {
    if (body.size() > MAX_ROWS) {
      throw ProblemException.of(
          ProblemType.TOO_LARGE, "One push has at most " + MAX_ROWS + " points.");
    }
    List<JsonNode> list = new ArrayList<>(body.size());
    body.values().forEach(list::add);
    return list;
  }

  private Mono<PushedJson> stored(PushRows.Read read) {
    return Mono.fromCompletionStage(() -> sink.push(read.points()))
        .onErrorMap(StoreAway::is, e -> StoreReads.away())
        .onErrorMap(
            NotShownException.class,
            e ->
                ProblemException.later(
                    ProblemType.KAFKA_UNAVAILABLE,
                    "What was stored stays, but Kafka does not take it on to who listens; send it"
                        + " again in a few seconds."))
        .onErrorMap(
            RejectedExecutionException.class,
            e ->
                ProblemException.later(
                    ProblemType.BUSY, "Too many pushes wait already; send it again soon."))
        .map(pushed -> new PushedJson(pushed.stored(), pushed.duplicates(), read.rejected()));
  }
}
