package ratecast.stream;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import jakarta.inject.Singleton;

/**
 * Sets each new connection up before its first byte: no compression handler, which costs 128 KB and
 * a multiple of the CPU for each connection that a browser opens; malformed addresses refused, over
 * which the server would hang; on epoll a bound on what the kernel queues, so that a slow client is
 * noticed.
 */
@Singleton
final class ConnectionTuning implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
  /** Bytes not yet sent, of one connection, from which on it counts as not writable. */
  private static final long NOT_SENT_LOW_WATER = 65_536;

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Listener());
    return event.getBean();
  }

  private static final class Listener implements NettyServerCustomizer {
    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Tuned(channel) : this;
    }
  }

  private record Tuned(Channel channel) implements NettyServerCustomizer {
    @Override
    public void onStreamPipelineBuilt() {
      NettyChannels.removeIfPresent(channel.pipeline(), NettyChannels.COMPRESSION);
      channel
          .pipeline()
          .addBefore(NettyChannels.INBOUND, NettyChannels.ADDRESS_CHECK, new AddressCheck());
      if (channel instanceof EpollSocketChannel) {
        channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_LOW_WATER);
      }
    }
  }
}
