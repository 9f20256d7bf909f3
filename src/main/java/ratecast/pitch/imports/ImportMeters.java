package ratecast.pitch.imports;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.function.Supplier;
import ratecast.pitch.Decoded;
import ratecast.pitch.PitchBatch;
import ratecast.pitch.Refusal;

/** What imports count: {@code ratecast.pitch.lines}, {@code .imports}, {@code .mids}. */
@Singleton
final class ImportMeters {
  private final MeterRegistry meters;
  private final Timer writes;

  ImportMeters(MeterRegistry meters) {
    this.meters = meters;
    writes =
        Timer.builder("ratecast.pitch.write")
            .description("storing one batch of messages")
            .register(meters);
  }

  /** Lines that are in the store now, and why others are not. */
  void stored(PitchBatch batch) {
    long decoded = 0;
    for (Decoded line : batch.lines()) {
      if (line instanceof Refusal refusal) {
        count("ratecast.pitch.lines", refusal.reason().code(), 1);
      } else {
        decoded++;
      }
    }
    count("ratecast.pitch.lines", "decoded", decoded);
  }

  void mids(Map<String, Integer> outcomes) {
    outcomes.forEach((outcome, n) -> count("ratecast.pitch.mids", outcome, n));
  }

  /** "done", "refused", "known", "queue-full", "inbox-unavailable". */
  void imports(String outcome) {
    count("ratecast.pitch.imports", outcome, 1);
  }

  <T> T timed(Supplier<T> write) {
    return writes.record(write);
  }

  private void count(String name, String outcome, long n) {
    if (n > 0) {
      meters.counter(name, "outcome", outcome).increment((double) n);
    }
  }
}
