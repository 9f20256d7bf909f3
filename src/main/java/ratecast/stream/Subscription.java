package ratecast.stream;

/**
 * What one session wants of one topic. Selected and added are kept apart: selecting another one
 * ends only what was selected.
 */
final class Subscription {
  private final Topic topic;
  private int everySeconds = 1;
  private boolean selected;
  private boolean added;

  Subscription(Topic topic) {
    this.topic = topic;
  }

  Topic topic() {
    return topic;
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
