package ratecast;

import java.util.List;

/** Settings the program cannot start with: one sentence each, fit to be shown as they are. */
public final class WrongSettingsException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  WrongSettingsException(List<String> sentences) {
    super(String.join(System.lineSeparator(), sentences));
  }
}
