package ratecast.rest;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
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
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.imports.Claim;
import ratecast.pitch.imports.FileName;
import ratecast.pitch.imports.Importer;
import ratecast.pitch.imports.InboxUnavailableException;
import ratecast.pitch.imports.Upload;
import ratecast.pitch.imports.UploadTooLargeException;
import ratecast.pitch.imports.Uploads;
import ratecast.pitch.store.StoreAwayException;

/** Takes PITCH files, as the raw body, plain or gzip. */
@Tag(name = "PITCH")
@Controller("/api/v1/pitch/files")
class PitchUploadController {
  /** Uploads at a time, each with a thread of its own. */
  private static final int TOGETHER = 4;

  private static final String USUAL_NAME = "upload";

  private final Uploads uploads;
  private final Importer importer;
  private final Semaphore places = new Semaphore(TOGETHER);

  PitchUploadController(Uploads uploads, Importer importer) {
    this.uploads = uploads;
    this.importer = importer;
  }

  /** Queues a file; what becomes of it is to be seen at {@code /pitch/imports/{id}}. */
  @AnswersProblems
  @Operation(
      summary = "Uploads a PITCH file, plain or gzip",
      security = @SecurityRequirement(name = "token"))
  @RequestBody(
      description = "The file itself",
      content =
          @Content(
              mediaType = "application/octet-stream",
              schema = @Schema(type = "string", format = "binary")))
  @ApiResponse(
      responseCode = "202",
      description = "It waits to be imported",
      content =
          @Content(
              mediaType = "application/json",
              schema = @Schema(implementation = ImportIdJson.class),
              examples = @ExampleObject(Examples.IMPORT_ID)))
  @Post(consumes = MediaType.ALL)
  @ExecuteOn(TaskExecutors.BLOCKING)
  HttpResponse<ImportIdJson> upload(
      ServerHttpRequest<?> request,
      @Nullable @QueryValue String name,
      @Nullable @QueryValue String date)
      throws IOException {
    Optional<TradingDay> day = PitchDates.day(date);
    if (request.byteBody().expectedLength().orElse(0) > uploads.most()) {
      throw tooLarge();
    }
    if (importer.isFull() || !places.tryAcquire()) {
      throw busy();
    }
    try (InputStream body = request.byteBody().toInputStream()) {
      Upload upload = uploads.receive(body);
      return HttpResponse.accepted()
          .body(new ImportIdJson(submit(upload, name == null ? USUAL_NAME : name, day)));
    } catch (InboxUnavailableException e) {
      throw ProblemException.inboxUnavailable();
    } catch (UploadTooLargeException e) {
      throw tooLarge();
    } finally {
      places.release();
    }
  }

  private int submit(Upload upload, String name, Optional<TradingDay> day) {
    boolean needed = false;
    try {
      Claim claim =
          importer
              .submit(FileName.safe(name), upload.sha256(), upload.file(), day)
              .orElseThrow(PitchUploadController::busy);
      PitchDates.check(claim.refusal());
      needed = claim.isDue();
      if (claim.isEarly(day)) {
        throw ProblemException.later(
            ProblemType.BUSY,
            "The file is still being imported without a date; send it again when that is done.");
      }
      return claim.imported().id();
    } catch (StoreAwayException e) {
      throw StoreReads.away();
    } finally {
      if (!needed) {
        uploads.discard(upload);
      }
    }
  }

  private static ProblemException busy() {
    return ProblemException.later(
        ProblemType.BUSY, "Too many files wait to be imported; send it again later.");
  }

  private ProblemException tooLarge() {
    return ProblemException.of(
        ProblemType.TOO_LARGE,
        "A file has at most " + uploads.most() + " bytes; compress it, or use the inbox.");
  }
}
