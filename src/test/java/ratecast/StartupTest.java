package ratecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import ratecast.support.EmbeddedStore;
import ratecast.support.RunningServer;

/** What is said to whoever starts the program. */
class StartupTest {
  @Test
  void aUserWhoIsTurnedAwayIsASentenceAtOnceAndNotABug() {
    try (EmbeddedStore store = EmbeddedStore.inMemory()) {
      String uri = "mongodb://me:s3cret@localhost:" + store.port() + "/ratecast";

      Throwable failure = catchThrowable(() -> RunningServer.start(Map.of("mongodb.uri", uri)));

      StartFailure said = StartFailure.of(failure);
      assertThat(said.isBug()).isFalse();
      assertThat(said.exitCode()).isEqualTo(1);
      assertThat(said.sentence())
          .isEqualTo(
              "MongoDB does not accept the user and password of MONGO_CONNECTION_URI:"
                  + " no such command: 'saslStart'.");
    }
  }
}
