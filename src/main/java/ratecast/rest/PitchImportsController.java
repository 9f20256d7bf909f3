package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
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
import java.util.List;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.StoreAwayException;
import reactor.core.publisher.Mono;

/** PITCH imports over HTTP, for whoever watches. */
@Tag(name = "PITCH")
@Controller("/api/v1/pitch/imports")
class PitchImportsController {
  private static final String PATH = "/api/v1/pitch/imports";
  private static final int USUAL_LIMIT = 50;
  private static final int MOST = 200;

  private final ImportStore imports;

  PitchImportsController(ImportStore imports) {
    this.imports = imports;
  }

  /** Every import, page by page in the order of ids. */
  @AnswersProblems
  @Operation(summary = "Every import, page by page")
  @ApiResponse(
      responseCode = "200",
      description = "A page; the Link header leads to the next",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportsJson.class),
              examples = @ExampleObject(Examples.IMPORTS)))
  @Get
  Mono<MutableHttpResponse<ImportsJson>> list(
      @Nullable @QueryValue String limit, @Nullable @QueryValue String cursor) {
    Page page = Page.of(limit, cursor, USUAL_LIMIT, MOST);
    return imports
        .after((int) Math.min(page.after(), Integer.MAX_VALUE), page.limit())
        .onErrorMap(StoreAwayException.class, e -> StoreReads.away())
        .map(some -> answer(some, page));
  }

  private static MutableHttpResponse<ImportsJson> answer(List<PitchImport> some, Page page) {
    MutableHttpResponse<ImportsJson> answer =
        HttpResponse.ok(new ImportsJson(some.stream().map(ImportJson::inList).toList()));
    return some.size() < page.limit()
        ? answer
        : answer.header(HttpHeaders.LINK, page.next(PATH, some.get(some.size() - 1).id()));
  }

  /** One import, with the executed volume of each symbol. */
  @AnswersProblems
  @Operation(summary = "One import, with the volume of each symbol")
  @ApiResponse(
      responseCode = "200",
      description = "The import",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportJson.class),
              examples = @ExampleObject(Examples.IMPORT)))
  @Get("/{id}")
  Mono<ImportJson> one(String id) {
    int number = Parameters.whole("id", id, 1, Integer.MAX_VALUE).orElseThrow().intValue();
    return imports
        .find(number)
        .onErrorMap(StoreAwayException.class, e -> StoreReads.away())
        .map(ImportJson::whole)
        .switchIfEmpty(
            Mono.error(
                () ->
                    ProblemException.of(
                        ProblemType.NOT_FOUND,
                        "No import has the id " + id + "; GET /pitch/imports lists them.",
                        "id")));
  }
}
