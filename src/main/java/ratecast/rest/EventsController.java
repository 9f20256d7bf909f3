package ratecast.rest;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.Seats;
import ratecast.tape.Tape;
import ratecast.tape.Tapes;

/** The live points as server-sent events. */
@Tag(name = "Live")
@Controller("/api/v1")
class EventsController {
  /** Of one stream; so that an event's id, which may name each, fits into a header. */
  private static final int MAX_ASSETS = 200;

  private static final String LAST_EVENT_ID = "Last-Event-ID";

  private final AssetCatalog catalog;
  private final Tapes tapes;
  private final EventStreams streams;
  private final Seats seats;
  private final InstantSource clock;

  EventsController(
      AssetCatalog catalog, Tapes tapes, EventStreams streams, Seats seats, InstantSource clock) {
    this.clock = clock;
    this.catalog = catalog;
    this.tapes = tapes;
    this.streams = streams;
    this.seats = seats;
  }

  /** The live points of one asset. */
  @AnswersProblems
  @Operation(
      summary = "The live points of one asset as server-sent events",
      description =
          "Last-Event-ID or since= resumes behind a time, without a gap and without a repeat.")
  @ApiResponse(
      responseCode = "200",
      description = "Events without end",
      content =
          @Content(
              mediaType = "text/event-stream",
              schema = @Schema(type = "string"),
              examples = @ExampleObject(Examples.EVENT)))
  @Get(
      value = "/assets/{id}/stream",
      produces = MediaType.TEXT_EVENT_STREAM,
      headRoute = false) // nobody would subscribe, and so nobody leave the place that is taken
  MutableHttpResponse<byte[]> one(
      HttpRequest<?> request,
      String id,
      @Nullable @QueryValue String since,
      @Nullable @Header(LAST_EVENT_ID) String lastEventId) {
    return stream(request, List.of(asset("id", id)), since, lastEventId);
  }

  /** The live points of several assets. */
  @AnswersProblems
  @Operation(
      summary = "The live points of several assets as server-sent events",
      description =
          "assetIds=1,2 or all, 200 at most; an id may name assets that are behind, send it back as it came.")
  @ApiResponse(
      responseCode = "200",
      description = "Events without end",
      content =
          @Content(
              mediaType = "text/event-stream",
              schema = @Schema(type = "string"),
              examples = @ExampleObject(Examples.EVENT)))
  @Get(value = "/stream", produces = MediaType.TEXT_EVENT_STREAM, headRoute = false)
  MutableHttpResponse<byte[]> several(
      HttpRequest<?> request,
      @Nullable @QueryValue String assetIds,
      @Nullable @QueryValue String since,
      @Nullable @Header(LAST_EVENT_ID) String lastEventId) {
    return stream(request, assets(assetIds), since, lastEventId);
  }

  private List<Asset> assets(@Nullable String assetIds) {
    if (assetIds == null || assetIds.isEmpty()) {
      throw ProblemException.parameter(
          "assetIds", "Say which assets, as in assetIds=1,2 or assetIds=all.");
    }
    List<Asset> assets =
        assetIds.equals("all")
            ? catalog.all()
            : Arrays.stream(assetIds.split(",", -1))
                .map(id -> asset("assetIds", id))
                .distinct()
                .limit(MAX_ASSETS + 1)
                .toList();
    if (assets.isEmpty() || assets.size() > MAX_ASSETS) {
      throw ProblemException.parameter(
          "assetIds", "One stream has 1 to " + MAX_ASSETS + " assets; the WebSocket takes more.");
    }
    return assets;
  }

  private Asset asset(String parameter, String id) {
    long number = Parameters.whole(parameter, id, 0, Integer.MAX_VALUE).orElseThrow();
    return catalog
        .find((int) number)
        .orElseThrow(
            () ->
                ProblemException.of(
                    ProblemType.ASSET_NOT_FOUND,
                    "No asset of the catalogue has the id " + id + "; GET /assets lists them.",
                    parameter));
  }

  private MutableHttpResponse<byte[]> stream(
      HttpRequest<?> request,
      List<Asset> assets,
      @Nullable String since,
      @Nullable String lastEventId) {
    Optional<LastEvent> resume =
        lastEventId != null && !lastEventId.isEmpty()
            ? Optional.of(LastEvent.parse(LAST_EVENT_ID, lastEventId))
            : Optional.ofNullable(since).map(time -> LastEvent.parse("since", time));
    List<EventLine> lines = assets.stream().map(asset -> line(asset, resume)).toList();
    Runnable leave = seat(request);
    return Streamed.answer(streams.open(lines, leave))
        .contentType(MediaType.TEXT_EVENT_STREAM_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Accel-Buffering", "no"); // nginx would collect events before it sends them
  }

  /** Without a place to resume from, what comes next is all there is to send. */
  private EventLine line(Asset asset, Optional<LastEvent> resume) {
    Tape tape = tapes.tape(asset);
    long now = clock.instant().getEpochSecond();
    return resume
        .map(last -> EventLine.after(tape, last.of(asset.id()), now))
        .orElseGet(() -> EventLine.live(tape, now));
  }

  /** Takes a place among all connections; the answer gives it back, once. */
  private Runnable seat(HttpRequest<?> request) {
    InetAddress peer = request.getRemoteAddress().getAddress();
    InetAddress address = seats.client(peer, request.getHeaders().getAll(Seats.FORWARDED_FOR));
    Optional<Seats.Refusal> refusal = seats.take(address);
    if (refusal.isPresent()) {
      throw refusal.get() == Seats.Refusal.ADDRESS_FULL
          ? ProblemException.later(
              ProblemType.TOO_MANY_CONNECTIONS, "Close some connections of your address first.")
          : ProblemException.later(ProblemType.BUSY, "There are too many connections.");
    }
    AtomicBoolean left = new AtomicBoolean();
    return () -> {
      if (!left.getAndSet(true)) {
        seats.leave(address);
      }
    };
  }
}
