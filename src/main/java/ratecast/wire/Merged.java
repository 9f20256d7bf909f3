package ratecast.wire;

/**
 * Several points of one asset merged to the newest.
 *
 * @param time of the newest point
 * @param value of the newest point
 * @param count how many points it stands for, at least 1
 */
public record Merged(long time, double value, int count, double high, double low) {}
