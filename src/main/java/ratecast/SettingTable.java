package ratecast;

import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** The settings as {@code --help} prints them, in the order of {@link Setting}. */
final class SettingTable {
  static final int WIDTH = 100;
  private static final int NAMES = 31;
  private static final int INDENT = 2;

  private SettingTable() {}

  /** {@value #WIDTH} columns wide at most: a name and its meaning, below them what it may be. */
  static String text() {
    TextTable table =
        TextTable.forColumns(
            Help.defaultColorScheme(Help.Ansi.OFF),
            new Column(NAMES, INDENT, Overflow.SPAN),
            new Column(WIDTH - NAMES - 1, 0, Overflow.WRAP));
    for (Setting setting : Setting.values()) {
      table.addRowValues(setting.name(), setting.meaning());
      table.addRowValues(
          "", "Default: " + setting.shownDefault() + ". Allowed: " + setting.kind().allowed());
    }
    return table.toString();
  }
}
