package ratecast.bench;

/**
 * How clients behave.
 *
 * @param deflate they offer compression, as a browser does
 * @param spinning they never sleep while there are ticks, so that no server pays for waking them
 */
record ClientManner(boolean deflate, boolean spinning) {}
