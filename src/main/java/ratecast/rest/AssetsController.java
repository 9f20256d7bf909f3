package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.tree.JsonNode;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ratecast.market.Asset;
import ratecast.market.AssetRegistry;
import ratecast.market.CatalogFullException;
import ratecast.market.DerivedRegistry;
import ratecast.market.Formula;
import ratecast.store.StoreAway;
import reactor.core.publisher.Mono;

/** The catalogue over HTTP. */
@Tag(name = "Assets")
@Controller("/api/v1/assets")
class AssetsController {
  private static final String PATH = "/api/v1/assets";
  private static final int USUAL_LIMIT = 200;
  private static final int MOST = 1000;

  private final Assets assets;
  private final AssetRegistry registry;
  private final DerivedRegistry derived;

  AssetsController(Assets assets, AssetRegistry registry, DerivedRegistry derived) {
    this.assets = assets;
    this.registry = registry;
    this.derived = derived;
  }

  /** The catalogue, page by page in the order of ids. */
  @AnswersProblems
  @Operation(summary = "The catalogue, page by page")
  @ApiResponse(
      responseCode = "200",
      description = "A page; the Link header leads to the next",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AssetsJson.class),
              examples = @ExampleObject(Examples.ASSETS)))
  @Get
  Mono<MutableHttpResponse<AssetsJson>> list(
      @Nullable @QueryValue String limit, @Nullable @QueryValue String cursor) {
    Page page = Page.of(limit, cursor, USUAL_LIMIT, MOST);
    List<Asset> all = assets.inCatalog();
    List<Asset> some = page.of(all, Asset::id);
    return assets
        .shown(some)
        .map(shown -> HttpResponse.ok(new AssetsJson(shown)))
        .map(answer -> linked(answer, page, some, all));
  }

  private static MutableHttpResponse<AssetsJson> linked(
      MutableHttpResponse<AssetsJson> answer, Page page, List<Asset> some, List<Asset> all) {
    if (some.isEmpty()) {
      return answer;
    }
    int last = some.get(some.size() - 1).id();
    return last == all.get(all.size() - 1).id()
        ? answer
        : answer.header(HttpHeaders.LINK, page.next(PATH, last));
  }

  /** One asset, also one that is retired. */
  @AnswersProblems
  @Operation(summary = "One asset, also a retired one")
  @ApiResponse(
      responseCode = "200",
      description = "The asset",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AssetJson.class),
              examples = @ExampleObject(Examples.ASSET)))
  @Get("/{id}")
  Mono<AssetJson> one(String id) {
    return assets.find(id).flatMap(assets::shown);
  }

  /** Registers a name; with a formula it follows from other assets. */
  @AnswersProblems
  @Operation(
      summary = "Registers a name",
      description =
          "Answers with the asset the catalogue has by that name, new or known: a producer resumes behind its lastTime.",
      security = @SecurityRequirement(name = "token"))
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Object.class),
              examples = @ExampleObject(Examples.NEW_ASSET)))
  @ApiResponse(
      responseCode = "200",
      description = "The catalogue had it",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AssetJson.class),
              examples = @ExampleObject(Examples.ASSET)))
  @ApiResponse(
      responseCode = "201",
      description = "It is new",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = AssetJson.class),
              examples = @ExampleObject(Examples.ASSET)))
  @Post
  Mono<MutableHttpResponse<AssetJson>> register(@Body JsonNode body) {
    String name = name(body);
    Optional<Formula> formula = formula(body);
    return Mono.fromCompletionStage(
            () ->
                formula.isPresent()
                    ? derived.declare(name, formula.get())
                    : registry.register(name))
        .onErrorMap(IllegalArgumentException.class, AssetsController::wrongFormula)
        .onErrorMap(StoreAway::is, e -> StoreReads.away())
        .onErrorMap(CatalogFullException.class, AssetsController::full)
        .flatMap(
            registered ->
                assets
                    .shown(registered.asset())
                    .map(
                        shown ->
                            registered.isNew()
                                ? HttpResponse.created(shown, at(shown))
                                : HttpResponse.ok(shown)));
  }

  private static String name(JsonNode body) {
    JsonNode name = body.isObject() ? body.get("name") : null;
    if (name == null || !name.isString() || !Asset.isName(name.getStringValue())) {
      throw ProblemException.of(
          ProblemType.INVALID_BODY,
          "Send {\"name\":...} with 1 to 32 visible ASCII characters without comma, quote and"
              + " backslash.",
          "name");
    }
    return name.getStringValue();
  }

  private static Optional<Formula> formula(JsonNode body) {
    JsonNode formula = body.get("formula");
    if (formula == null || formula.isNull()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Formula.parse(formula.isString() ? formula.getStringValue() : ""));
    } catch (IllegalArgumentException e) {
      throw wrongFormula(e);
    }
  }

  private static ProblemException wrongFormula(IllegalArgumentException e) {
    return ProblemException.of(ProblemType.INVALID_BODY, String.valueOf(e.getMessage()), "formula");
  }

  private static URI at(AssetJson shown) {
    return URI.create(PATH + "/" + shown.id());
  }

  private static ProblemException full(CatalogFullException e) {
    return ProblemException.of(ProblemType.CATALOGUE_FULL, String.valueOf(e.getMessage()));
  }

  /** Retires an asset. Doing it twice changes nothing. */
  @AnswersProblems
  @Operation(
      summary = "Retires an asset",
      description = "No new points; its history stays until it expires.",
      security = @SecurityRequirement(name = "token"))
  @ApiResponse(responseCode = "204", description = "It is retired")
  @Delete("/{id}")
  Mono<HttpResponse<?>> retire(String id) {
    return assets
        .find(id)
        .flatMap(
            asset ->
                Mono.fromCompletionStage(() -> registry.retire(asset))
                    .onErrorMap(StoreAway::is, e -> StoreReads.away())
                    .thenReturn(HttpResponse.noContent()));
  }
}
