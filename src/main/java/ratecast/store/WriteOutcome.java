package ratecast.store;

/** What the store said to a tick within its time. */
public enum WriteOutcome {
  /** Every point of it is in the store. */
  STORED,
  /** The store did not answer in time, or is away: the points are in the backlog. */
  KEPT_FOR_LATER
}
