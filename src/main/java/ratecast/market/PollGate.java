package ratecast.market;

/** Whether it is this node's turn to ask the feed: of the nodes of one market only one does. */
public interface PollGate {
  /** May change from one call to the next. Safe on any thread, does not block. */
  boolean isOpen();

  /**
   * Says whether this node could ask, if it were its turn; where it could not, another is to have
   * it. Until this is said, it could. Does not block.
   */
  void wanted(boolean couldAsk);
}
