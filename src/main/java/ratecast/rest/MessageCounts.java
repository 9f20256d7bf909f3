package ratecast.rest;

import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import ratecast.pitch.MessageType;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.MessageFilter;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.PitchStore;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How many messages a filter finds, by type. Nothing blocks. */
@Singleton
final class MessageCounts {
  private static final int PIECE = 500;

  private final ImportStore imports;
  private final PitchStore messages;

  MessageCounts(ImportStore imports, PitchStore messages) {
    this.imports = imports;
    this.messages = messages;
  }

  /** By the types' letters, in the order of the types. */
  static Map<String, Long> json(Map<MessageType, Long> counts) {
    Map<String, Long> json = new LinkedHashMap<>();
    for (MessageType type : MessageType.values()) {
      Long n = counts.get(type);
      if (n != null) {
        json.put(String.valueOf(type.letter()), n);
      }
    }
    return json;
  }

  /** What imports have counted already is added up; the rest is read. */
  Mono<Map<MessageType, Long>> of(MessageFilter filter) {
    return filter.isCountedByImports()
        ? counted(filter)
            .<Map<MessageType, Long>>reduceWith(
                () -> new EnumMap<>(MessageType.class), (sum, one) -> add(sum, one, filter))
        : messages.counts(filter);
  }

  private Flux<PitchImport> counted(MessageFilter filter) {
    if (filter.importId().isPresent()) {
      return imports.find(filter.importId().getAsInt()).flux();
    }
    return imports
        .after(0, PIECE)
        .expand(
            piece ->
                piece.size() < PIECE
                    ? Mono.empty()
                    : imports.after(piece.get(PIECE - 1).id(), PIECE))
        .flatMapIterable(piece -> piece);
  }

  private static Map<MessageType, Long> add(
      Map<MessageType, Long> sum, PitchImport one, MessageFilter filter) {
    one.summary()
        .countsByType()
        .forEach(
            (type, n) -> {
              if (filter.type().isEmpty() || filter.type().get() == type) {
                sum.merge(type, n, Long::sum);
              }
            });
    return sum;
  }

  static long total(Map<MessageType, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }
}
