package ratecast.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * What an input gave: the rows that were taken and, as a value and not as an exception, those that
 * were turned away.
 */
public record Intake<T>(List<T> taken, List<Rejection> rejections) {
  public Intake {
    taken = List.copyOf(taken);
    rejections = List.copyOf(rejections);
  }

  public static <T> Intake<T> of(List<T> taken) {
    return new Intake<>(taken, List.of());
  }

  /** Gathers an intake row by row. For one thread. */
  public static final class Builder<T> {
    private final List<T> taken = new ArrayList<>();
    private final List<Rejection> rejections = new ArrayList<>();

    public void take(T row) {
      taken.add(row);
    }

    public void reject(String reason, String row) {
      rejections.add(new Rejection(reason, row));
    }

    public Intake<T> build() {
      return new Intake<>(taken, rejections);
    }
  }
}
