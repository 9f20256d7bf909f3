package ratecast.rest;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.json.tree.JsonNode;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.PushedMessage;
import ratecast.pitch.PushedMessage.Taken;
import ratecast.pitch.PushedMessage.TurnedAway;
import ratecast.pitch.PushedMessage.Verdict;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.Claim;
import ratecast.pitch.imports.InboxUnavailableException;
import ratecast.pitch.imports.Push;
import ratecast.pitch.imports.UploadTooLargeException;
import ratecast.pitch.store.StoreAwayException;

/** PITCH messages pushed as JSON: a batch is an import of its own. */
@Tag(name = "PITCH")
@Controller("/api/v1/pitch/messages")
class PitchPushController {
  private static final int MAX_ROWS = 20_000;

  /** Pushes at a time. */
  private static final int TOGETHER = 4;

  private final Push push;
  private final Semaphore places = new Semaphore(TOGETHER);

  PitchPushController(Push push) {
    this.push = push;
  }

  /**
   * Stores an array of messages, each with its type's fields; acknowledged when the store has it.
   */
  @AnswersProblems
  @Operation(
      summary = "Stores a batch of messages",
      security = @SecurityRequirement(name = "token"))
  @RequestBody(
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = Object.class),
              examples = @ExampleObject(Examples.MESSAGE_PUSH)))
  @ApiResponse(
      responseCode = "200",
      description = "What became of them",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = PushedMessagesJson.class),
              examples = @ExampleObject(Examples.MESSAGES_PUSHED)))
  @Post
  @ExecuteOn(TaskExecutors.BLOCKING)
  PushedMessagesJson push(@Body JsonNode body, @Nullable @QueryValue String date)
      throws IOException {
    if (!body.isArray() || body.size() > MAX_ROWS) {
      throw ProblemException.of(
          ProblemType.INVALID_BODY,
          "Send an array of at most " + MAX_ROWS + " messages, as GET /pitch/messages has them.");
    }
    Optional<TradingDay> day = PitchDates.day(date);
    PitchDates.check(day.flatMap(push::refusal));
    List<String> lines = new ArrayList<>(body.size());
    List<RejectedJson> rejected = new ArrayList<>();
    read(body, lines, rejected);
    return lines.isEmpty()
        ? new PushedMessagesJson(0, 0, rejected, null)
        : stored(lines, day, rejected);
  }

  private static void read(JsonNode body, List<String> lines, List<RejectedJson> rejected) {
    PushedMessage reader = new PushedMessage();
    int index = 0;
    for (JsonNode row : body.values()) {
      Verdict verdict =
          row.isObject() ? reader.read(members(row)) : new TurnedAway("", "not an object");
      if (verdict instanceof Taken taken) {
        lines.add(taken.line());
      } else if (verdict instanceof TurnedAway away) {
        String field = away.field().isEmpty() ? null : away.field();
        rejected.add(new RejectedJson(index, field, away.reason()));
      }
      index++;
    }
  }

  private static Map<String, @Nullable Object> members(JsonNode row) {
    Map<String, @Nullable Object> members = new HashMap<>();
    row.entries()
        .forEach(
            member -> {
              JsonNode value = member.getValue();
              members.put(member.getKey(), value.isValueNode() ? value.getValue() : value);
            });
    return members;
  }

  private PushedMessagesJson stored(
      List<String> lines, Optional<TradingDay> day, List<RejectedJson> rejected)
      throws IOException {
    if (!places.tryAcquire()) {
      throw ProblemException.later(ProblemType.BUSY, "Too many pushes at once; send it again.");
    }
    try {
      Claim claim = push.take(lines, day).orElseThrow(StoreReads::away);
      return new PushedMessagesJson(
          claim.isDue() ? lines.size() : 0,
          claim.isDue() ? 0 : lines.size(),
          rejected,
          claim.imported().id());
    } catch (StoreAwayException e) {
      throw StoreReads.away();
    } catch (InboxUnavailableException e) {
      throw ProblemException.inboxUnavailable();
    } catch (UploadTooLargeException e) {
      throw ProblemException.of(ProblemType.TOO_LARGE, "The batch is too large: " + e.getMessage());
    } finally {
      places.release();
    }
  }
}
