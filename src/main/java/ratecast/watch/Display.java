package ratecast.watch;

import java.util.Collection;

/** Where what is watched is shown. For one thread. */
public sealed interface Display permits PlainDisplay, ScreenDisplay {
  /** A point came: live, or missed while the connection was away. */
  void point(RateLine line, Collection<RateLine> all);

  /** The connection is another than before. */
  void connection(String sentence, Collection<RateLine> all);

  /** The feed is another than before. */
  void feed(String sentence, Collection<RateLine> all);

  /** Leaves the terminal as it was. */
  void close();
}
