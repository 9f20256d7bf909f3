package ratecast.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.book.PitchSummary;
import ratecast.pitch.store.PitchImport;

/**
 * An import as it stands.
 *
 * @param state queued, running, done or refused
 * @param date its trading date, absent where nobody said
 * @param reason a sentence, absent unless it is refused
 * @param rejections the first line of each reason
 * @param firstTime milliseconds past midnight, absent without a message
 * @param volumes executed shares by symbol, the largest first; absent in lists
 * @param unresolvedShares executed shares of orders that the file does not name
 * @param oddities how often the file said what cannot be, by what it was
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record ImportJson(
    int id,
    String name,
    String sha256,
    String state,
    @Nullable String date,
    @Nullable String reason,
    long lines,
    long decoded,
    long rejectedLines,
    Map<String, Long> countsByType,
    int symbols,
    List<RejectionJson> rejections,
    int percent,
    long linesPerSecond,
    @Nullable Integer firstTime,
    @Nullable Integer lastTime,
    @Nullable List<VolumeJson> volumes,
    long unresolvedShares,
    Map<String, Long> oddities) {

  /** The lines refused for one reason; line and text are the first one's. */
  @Serdeable
  record RejectionJson(long line, String reason, String text, long count) {}

  /** The executed shares of one symbol. */
  @Serdeable
  record VolumeJson(String symbol, long shares) {}

  static ImportJson inList(PitchImport imported) {
    return of(imported, null);
  }

  static ImportJson whole(PitchImport imported) {
    return of(
        imported,
        imported.summary().volumes().stream()
            .map(volume -> new VolumeJson(volume.symbol(), volume.shares()))
            .toList());
  }

  private static ImportJson of(PitchImport imported, @Nullable List<VolumeJson> volumes) {
    PitchSummary summary = imported.summary();
    Map<String, Long> oddities = new LinkedHashMap<>();
    summary.oddities().forEach((oddity, n) -> oddities.put(oddity.code(), n));
    return new ImportJson(
        imported.id(),
        imported.name(),
        imported.sha256(),
        imported.state().word(),
        imported.day().map(day -> day.date().toString()).orElse(null),
        imported.reason().orElse(null),
        summary.lines(),
        summary.messages(),
        summary.refusedLines(),
        MessageCounts.json(summary.countsByType()),
        summary.symbols(),
        summary.refusals().stream()
            .map(r -> new RejectionJson(r.line(), r.reason(), r.text(), r.count()))
            .toList(),
        imported.progress().percent(),
        imported.progress().linesPerSecond(),
        orNull(summary.firstTime()),
        orNull(summary.lastTime()),
        volumes,
        summary.unresolvedShares(),
        oddities);
  }

  private static @Nullable Integer orNull(OptionalInt time) {
    return time.isPresent() ? time.getAsInt() : null;
  }
}
