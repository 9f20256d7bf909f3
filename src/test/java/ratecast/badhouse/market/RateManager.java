package ratecast.badhouse.market;

import com.mongodb.ConnectionString;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import ratecast.badhouse.store.Shelf;

/** Floor 1 that reaches up, talks to MongoDB, reads the clock three ways, and says nothing. */
public final class RateManager {
  private final Shelf shelf;

  public RateManager(Shelf shelf) {
    this.shelf = shelf;
  }

  public Shelf shelf() {
    return shelf;
  }

  public String database() {
    return String.valueOf(new ConnectionString("mongodb://localhost/rates").getDatabase());
  }

  public Instant read() {
    return Instant.now();
  }

  public Supplier<Instant> reader() {
    return Instant::now;
  }

  public Clock clock() {
    return Clock.systemUTC();
  }

  public Instant allowed(Clock clock) {
    return Instant.now(clock);
  }
}
