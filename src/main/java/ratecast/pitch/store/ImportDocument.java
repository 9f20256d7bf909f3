package ratecast.pitch.store;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import ratecast.pitch.MessageType;
import ratecast.pitch.book.Oddity;
import ratecast.pitch.book.PitchSummary;
import ratecast.pitch.book.PitchSummary.RefusedLines;
import ratecast.pitch.book.PitchSummary.Volume;
import ratecast.pitch.book.TradingDay;

/** An import as a document of {@value #COLLECTION} and back. */
final class ImportDocument {
  static final String COLLECTION = "pitchImport";

  /** Volumes that are kept, the largest first: a document may hold 16 MB, and a page of them. */
  private static final int MOST_VOLUMES = 1_000;

  private ImportDocument() {}

  static Document of(PitchImport imported) {
    Document document =
        new Document("_id", imported.id())
            .append("name", imported.name())
            .append("sha256", imported.sha256())
            .append("file", imported.file().toString())
            .append("state", imported.state().word());
    imported.day().ifPresent(day -> document.append("date", day.date().toString()));
    imported.reason().ifPresent(reason -> document.append("reason", reason));
    document.putAll(progress(imported.progress()));
    return document;
  }

  /** The members that change while it runs. */
  static Document progress(ImportProgress progress) {
    PitchSummary summary = progress.summary();
    Document counts = new Document();
    summary.countsByType().forEach((type, n) -> counts.put(String.valueOf(type.letter()), n));
    Document oddities = new Document();
    summary.oddities().forEach((oddity, n) -> oddities.put(oddity.code(), n));
    Document members =
        new Document("lines", summary.lines())
            .append("countsByType", counts)
            .append("symbols", summary.symbols())
            .append("rejections", summary.refusals().stream().map(ImportDocument::of).toList())
            .append("volumes", summary.top(MOST_VOLUMES).stream().map(ImportDocument::of).toList())
            .append("unresolvedShares", summary.unresolvedShares())
            .append("oddities", oddities)
            .append("second", progress.second())
            .append("percent", progress.percent())
            .append("linesPerSecond", progress.linesPerSecond());
    progress.crc().ifPresent(crc -> members.append("crc", crc));
    summary.firstTime().ifPresent(time -> members.append("firstTime", time));
    summary.lastTime().ifPresent(time -> members.append("lastTime", time));
    return members;
  }

  static PitchImport read(Document document) {
    return new PitchImport(
        document.getInteger("_id"),
        document.getString("name"),
        document.getString("sha256"),
        Optional.ofNullable(document.getString("date"))
            .map(date -> new TradingDay(LocalDate.parse(date))),
        Path.of(document.getString("file")),
        ImportState.of(document.getString("state")),
        Optional.ofNullable(document.getString("reason")),
        new ImportProgress(
            summary(document),
            crc(document.getLong("crc")),
            document.getInteger("second"),
            document.getInteger("percent"),
            document.getLong("linesPerSecond")));
  }

  private static PitchSummary summary(Document document) {
    Map<MessageType, Long> counts = new EnumMap<>(MessageType.class);
    members(document, "countsByType")
        .forEach(
            (letter, n) -> MessageType.find(letter.charAt(0)).ifPresent(t -> counts.put(t, n)));
    Map<Oddity, Long> oddities = new EnumMap<>(Oddity.class);
    Map<String, Long> named = members(document, "oddities");
    for (Oddity oddity : Oddity.values()) {
      Optional.ofNullable(named.get(oddity.code())).ifPresent(n -> oddities.put(oddity, n));
    }
    return new PitchSummary(
        document.getLong("lines"),
        counts,
        list(document, "rejections").stream().map(ImportDocument::refused).toList(),
        document.getInteger("symbols"),
        list(document, "volumes").stream().map(ImportDocument::volume).toList(),
        document.getLong("unresolvedShares"),
        time(document.getInteger("firstTime")),
        time(document.getInteger("lastTime")),
        oddities);
  }

  private static Document of(RefusedLines refused) {
    return new Document("line", refused.line())
        .append("reason", refused.reason())
        .append("text", refused.text())
        .append("count", refused.count());
  }

  private static RefusedLines refused(Document refused) {
    return new RefusedLines(
        refused.getLong("line"),
        refused.getString("reason"),
        refused.getString("text"),
        refused.getLong("count"));
  }

  private static Document of(Volume volume) {
    return new Document("symbol", volume.symbol()).append("shares", volume.shares());
  }

  private static Volume volume(Document volume) {
    return new Volume(volume.getString("symbol"), volume.getLong("shares"));
  }

  private static Map<String, Long> members(Document document, String name) {
    Map<String, Long> members = new LinkedHashMap<>();
    Objects.requireNonNull(document.get(name, Document.class))
        .forEach((key, n) -> members.put(key, ((Number) n).longValue()));
    return members;
  }

  private static List<Document> list(Document document, String name) {
    return document.getList(name, Document.class);
  }

  /** None in documents of before 22 November 2026. */
  private static OptionalLong crc(@Nullable Long crc) {
    return crc == null ? OptionalLong.empty() : OptionalLong.of(crc);
  }

  private static OptionalInt time(@Nullable Integer millis) {
    return millis == null ? OptionalInt.empty() : OptionalInt.of(millis);
  }
}
