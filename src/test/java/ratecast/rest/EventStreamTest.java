package ratecast.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

class EventStreamTest {
  /** A client that pauses now and then is not cut for all its pauses together. */
  @Test
  void whoHasTakenSomethingIsNoLongerStuckForTheBeatsBefore() {
    List<EventStream> opened = new ArrayList<>();
    BaseSubscriber<byte[]> client =
        new BaseSubscriber<>() {
          @Override
          protected void hookOnSubscribe(Subscription takesNothing) {}
        };
    Flux.<byte[]>create(sink -> opened.add(new EventStream(List.of(), sink))).subscribe(client);
    EventStream stream = opened.get(0);

    assertThat(stream.beat()).isEqualTo(1);
    assertThat(stream.beat()).isEqualTo(2);
    client.request(1);
    assertThat(stream.beat()).isEqualTo(0); // the client takes its heartbeat
    assertThat(stream.beat()).isEqualTo(1);
  }
}
