package ratecast.stream;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;

/**
 * Sets each new connection up before its first byte: a bound on what the kernel queues, so that a
 * slow client is noticed; no compression handler, which costs 128 KB and a multiple of the CPU for
 * each connection that a browser opens; malformed addresses refused, over which the server would
 * hang.
 */
@Singleton
final class ConnectionTuning implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Tuning(false));
    return event.getBean();
  }

  /**
   * What is done to a channel.
   *
   * @param inherited whether connections have the options of the socket that accepted them
   */
  private record Tuning(boolean inherited) implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return switch (role) {
        case LISTENER -> new Tuning(SocketOptions.bequeath(channel));
        case CONNECTION -> {
          if (!inherited) {
            SocketOptions.set(channel);
          }
          SocketOptions.lendLittle(channel);
          yield new Tuned(channel);
        }
        default -> this;
      };
    }
  }

  private record Tuned(Channel channel) implements NettyServerCustomizer {
    @Override
    public void onStreamPipelineBuilt() {
      NettyChannels.removeIfPresent(channel.pipeline(), NettyChannels.COMPRESSION);
      channel
          .pipeline()
          .addBefore(NettyChannels.INBOUND, NettyChannels.ADDRESS_CHECK, new AddressCheck());
    }
  }
}
