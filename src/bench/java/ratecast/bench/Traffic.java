package ratecast.bench;

/**
 * Who listens to what.
 *
 * @param wish what each connection subscribes to: a word of client.c
 * @param history points in the window of asset 1 when the server starts
 * @param pace nanoseconds from tick to tick, or {@link Board#SATURATED}
 */
record Traffic(String wish, int connections, int assets, int history, long pace) {
  private static final long SECOND = 1_000_000_000L;

  static Traffic saturated(int connections) {
    return new Traffic("one", connections, 1, 0, Board.SATURATED);
  }

  static Traffic oneAsset(int connections, int ticksPerSecond) {
    return new Traffic("one", connections, 1, 0, SECOND / ticksPerSecond);
  }

  static Traffic oneEachOf(int assets, int connections, int ticksPerSecond) {
    return new Traffic("each", connections, assets, 0, SECOND / ticksPerSecond);
  }

  static Traffic allOf(int assets, int connections) {
    return new Traffic("all", connections, assets, 0, SECOND);
  }

  /** A point a second goes on meanwhile, as it would. */
  static Traffic replays(int atATime, int history) {
    return new Traffic("replay", atATime, 1, history, SECOND);
  }

  static Traffic idle(int connections) {
    return new Traffic("none", connections, 1, 0, SECOND);
  }

  boolean isReplay() {
    return wish.equals("replay");
  }

  /** Faster, where it is slow: a JVM needs some 10 000 rounds until it runs what it will run. */
  long warmUpPace() {
    if (wish.equals("one")) {
      return Board.SATURATED;
    }
    if (wish.equals("all")) {
      return pace / 20;
    }
    return isReplay() ? pace : Math.max(pace / 5, SECOND / 20);
  }
}
