package ratecast.rest;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import ratecast.market.Derivations;
import ratecast.market.Derived;
import ratecast.market.Point;
import ratecast.tape.PointOrigins;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;

/** Explains a point, from memory alone. */
@Tag(name = "Points")
@Controller("/api/v1/assets/{id}/points/{time}/origin")
class OriginController {
  private final Tapes tapes;
  private final PointOrigins origins;
  private final Derivations derivations;

  OriginController(Tapes tapes, PointOrigins origins, Derivations derivations) {
    this.tapes = tapes;
    this.origins = origins;
    this.derivations = derivations;
  }

  /** Whence a point of the window came. */
  @AnswersProblems
  @Operation(
      summary = "Whence a point came",
      description =
          "Its feed, its bid and ask, when it was received and when the store had it. Kept in memory"
              + " for as long as the window reaches.")
  @ApiResponse(
      responseCode = "200",
      description = "The point and its origin",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = OriginJson.class),
              examples = @ExampleObject(Examples.ORIGIN)))
  @Get
  OriginJson origin(String id, String time) {
    Tape tape =
        tapes.find(Assets.number(id).orElse(0L).intValue()).orElseThrow(() -> Assets.notFound(id));
    long second = Parameters.seconds("time", time).orElseThrow();
    PointOrigins.Explained explained =
        origins.find(tape, second).orElseThrow(() -> noPoint(tape, second));
    Point point = explained.point();
    return OriginJson.of(
        point, explained.origin(), derivations.find(point.asset().id()).map(Derived::legs));
  }

  private ProblemException noPoint(Tape tape, long second) {
    return ProblemException.of(
        ProblemType.POINT_NOT_FOUND,
        "%s has no point at %d within the last %d seconds; whence older ones came is not kept."
            .formatted(tape.asset().name(), second, tapes.windowSeconds()),
        "time");
  }
}
