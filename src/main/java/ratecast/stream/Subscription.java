package ratecast.stream;

/**
 * What one session wants of one asset. Selected and added are kept apart: selecting another asset
 * ends only what was selected.
 */
final class Subscription {
  private final int assetId;
  private int everySeconds = 1;
  private boolean selected;
  private boolean added;

  Subscription(int assetId) {
    this.assetId = assetId;
  }

  int assetId() {
    return assetId;
  }

  int everySeconds() {
    return everySeconds;
  }

  void everySeconds(int seconds) {
    everySeconds = seconds;
  }

  boolean selected() {
    return selected;
  }

  void selected(boolean is) {
    selected = is;
  }

  boolean added() {
    return added;
  }

  void added(boolean is) {
    added = is;
  }

  boolean isWanted() {
    return selected || added;
  }
}
