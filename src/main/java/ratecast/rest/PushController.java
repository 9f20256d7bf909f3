package ratecast.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.json.tree.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import ratecast.market.PointPush;
import ratecast.store.StoreAway;
import reactor.core.publisher.Mono;

/** Points pushed by clients. */
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
            RejectedExecutionException.class,
            e ->
                ProblemException.later(
                    ProblemType.BUSY, "Too many pushes wait already; send it again soon."))
        .map(pushed -> new PushedJson(pushed.stored(), pushed.duplicates(), read.rejected()));
  }
}
