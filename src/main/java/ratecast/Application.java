package ratecast;

import io.micronaut.runtime.Micronaut;

/** Starts the program. */
public final class Application {
  private Application() {}

  public static void main(String[] args) {
    Micronaut.build(args).eagerInitConfiguration(true).banner(false).start();
  }
}
