package ratecast.pitch.imports;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import ratecast.pitch.PitchFile;
import ratecast.pitch.book.TradingDay;
import ratecast.pitch.store.ImportStore;
import ratecast.pitch.store.MessageFilter;
import ratecast.pitch.store.PitchImport;
import ratecast.pitch.store.PitchStore;
import ratecast.pitch.store.StoredMessage;
import ratecast.support.EmbeddedStore;

/** All that an import takes, over a store of the test's; its history is remembered. */
final class Importing implements MidHistory {
  static final MessageFilter EVERYTHING =
      new MessageFilter(
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty());

  final ImportStore imports;
  final PitchStore messages;
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Claims claims;
  final FileImport fileImport;
  final List<Mids> history = new ArrayList<>();
  final Patience patience = new Patience();
  volatile Optional<String> refusal = Optional.empty();

  /** Runs where the history is asked for something, on the asker's thread; may throw. */
  volatile Runnable asked = () -> {};

  Importing(EmbeddedStore store) {
    imports = new ImportStore(store.database());
    messages = new PitchStore(store.database());
    imports.prepare().then(messages.prepare()).block();
    claims = new Claims(imports, messages, this);
    fileImport = new FileImport(imports, messages, this, new ImportMeters(meters));
  }

  Claim claim(Path file, Optional<TradingDay> day) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (PitchFile whole = PitchFile.open(file)) {
      return claims.claim(name, whole.sha256(), file, day);
    }
  }

  PitchImport run(Path file) throws IOException {
    return run(claim(file, Optional.empty()).imported());
  }

  PitchImport run(PitchImport job) {
    return fileImport.run(job, patience, running -> {});
  }

  /** As the store has it, and not as a run says. */
  PitchImport stored(int id) {
    return requireNonNull(imports.find(id).block());
  }

  List<StoredMessage> messages() {
    return requireNonNull(messages.page(EVERYTHING, Optional.empty(), Integer.MAX_VALUE).block());
  }

  static Path write(Path folder, String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Override
  public Optional<String> refusal(TradingDay day) {
    asked.run();
    return refusal;
  }

  @Override
  public Map<String, Integer> keep(List<Mids> seconds) {
    asked.run();
    history.addAll(seconds);
    return Map.of("stored", seconds.stream().mapToInt(second -> second.quotes().size()).sum());
  }
}
