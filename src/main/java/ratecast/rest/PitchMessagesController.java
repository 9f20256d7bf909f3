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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.MessageType;
import ratecast.pitch.store.PitchStore;
import ratecast.pitch.store.StoreAwayException;
import ratecast.pitch.store.StoredMessage;
import reactor.core.publisher.Mono;

/** Decoded PITCH messages over HTTP, in file order. */
@Tag(name = "PITCH")
@Controller("/api/v1/pitch/messages")
class PitchMessagesController {
  private static final String PATH = "/api/v1/pitch/messages";

  /** Questions at a time: without an index each may read every message there is. */
  private static final int TOGETHER = 2;

  private final PitchStore messages;
  private final MessageCounts counts;
  private final Semaphore places = new Semaphore(TOGETHER);

  PitchMessagesController(PitchStore messages, MessageCounts counts) {
    this.messages = messages;
    this.counts = counts;
  }

  /** A page of messages, with how many there are of each type in all. */
  @AnswersProblems
  @Operation(summary = "Decoded messages in file order, page by page")
  @ApiResponse(
      responseCode = "200",
      description = "A page; the Link header leads to the next",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Object.class),
              examples = @ExampleObject(Examples.MESSAGES)))
  @Get
  Mono<MutableHttpResponse<Map<String, Object>>> list(
      @Nullable @QueryValue String importId,
      @Nullable @QueryValue String symbol,
      @Nullable @QueryValue String type,
      @Nullable @QueryValue String orderId,
      @Nullable @QueryValue String from,
      @Nullable @QueryValue String to,
      @Nullable @QueryValue String limit,
      @Nullable @QueryValue String cursor) {
    Map<String, @Nullable String> given = new LinkedHashMap<>();
    given.put("importId", importId);
    given.put("symbol", symbol);
    given.put("type", type);
    given.put("orderId", orderId);
    given.put("from", from);
    given.put("to", to);
    given.put("limit", limit);
    given.put("cursor", cursor);
    MessageQuery query = MessageQuery.of(given);
    if (!places.tryAcquire()) {
      throw ProblemException.later(
          ProblemType.BUSY, "Messages are being searched already; ask again soon.");
    }
    return messages
        .page(query.filter(), query.after(), query.limit())
        .flatMap(page -> counts.of(query.filter()).map(count -> answer(query, page, count)))
        .onErrorMap(StoreAwayException.class, e -> slow())
        .doFinally(signal -> places.release());
  }

  private static ProblemException slow() {
    return ProblemException.later(
        ProblemType.STORE_UNAVAILABLE,
        "The store did not answer in its time; a symbol, an orderId or an importId makes it"
            + " faster.");
  }

  private static MutableHttpResponse<Map<String, Object>> answer(
      MessageQuery query, List<StoredMessage> page, Map<MessageType, Long> count) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("messages", page.stream().map(PitchMessagesController::json).toList());
    body.put("total", MessageCounts.total(count));
    body.put("countsByType", MessageCounts.json(count));
    MutableHttpResponse<Map<String, Object>> answer = HttpResponse.ok(body);
    return page.size() < query.limit()
        ? answer
        : answer.header(HttpHeaders.LINK, query.next(PATH, page.get(page.size() - 1).id()));
  }

  private static Map<String, Object> json(StoredMessage message) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("importId", message.id().importId());
    json.put("line", message.id().line());
    json.put("time", message.time());
    json.put("type", String.valueOf(message.type().letter()));
    json.put("name", message.type().title());
    json.putAll(message.fields());
    return json;
  }
}
