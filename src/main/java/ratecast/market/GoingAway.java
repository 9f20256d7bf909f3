package ratecast.market;

/**
 * The event that the server is about to stop: no new points come, and who has clients says goodbye
 * to them, while everything still works. Listeners run one after the other, on the stopping thread.
 */
public record GoingAway() {}
