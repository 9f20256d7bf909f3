package ratecast.stream;

import io.micronaut.context.BeanProvider;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/**
 * Sets each new connection up before its first byte: a bound on what the kernel queues, so that a
 * slow client is noticed; no compression handler, which costs 128 KB and a multiple of the CPU for
 * each connection that a browser opens; {@link HeadCheck requests refused} over which the server
 * would hang.
 */
@Singleton
final class ConnectionTuning implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  private final BeanProvider<StreamMeters> meters;

  /** Made with the server, before there are any meters. */
  ConnectionTuning(BeanProvider<StreamMeters> meters) {
    this.meters = meters;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Tuning(meters, false));
    return event.getBean();
  }

  /**
   * What is done to a channel.
   *
   * @param inherited whether connections have the options of the socket that accepted them
   */
  private record Tuning(BeanProvider<StreamMeters> meters, boolean inherited)
      implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return switch (role) {
        case LISTENER -> new Tuning(meters, SocketOptions.bequeath(channel));
        case CONNECTION -> {
          if (!inherited) {
            SocketOptions.set(channel);
          }
          SocketOptions.lendLittle(channel);
          yield new Tuned(channel, meters.get());
        }
        default -> this;
      };
    }
  }

  private record Tuned(Channel channel, StreamMeters meters) implements NettyServerCustomizer {
    @Override
    public void onStreamPipelineBuilt() {
      NettyChannels.removeIfPresent(channel.pipeline(), NettyChannels.COMPRESSION);
      channel
          .pipeline()
          .addBefore(NettyChannels.INBOUND, NettyChannels.HEAD_CHECK, new HeadCheck(meters));
    }
  }
}
