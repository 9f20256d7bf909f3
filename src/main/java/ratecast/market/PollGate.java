package ratecast.market;

/** Whether it is this node's turn to ask the feed: of the nodes of one market only one does. */
@FunctionalInterface
public interface PollGate {
  /** May change from one call to the next. Safe on any thread, does not block. */
  boolean isOpen();
}
