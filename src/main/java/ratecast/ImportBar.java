package ratecast;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** The bar that shows how far an import is; on the error stream, so that results can be piped. */
final class ImportBar {
  private static final int REFRESH_MS = 200;

  private ImportBar() {}

  static ProgressBar of(String name, long whole) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(whole)
        .setUpdateIntervalMillis(REFRESH_MS)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }
}
