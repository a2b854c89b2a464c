package io.dynamo.server.peer;

import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.PeerCodec;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks nodes of which only the address is known (Dynamo §4.8.2), a connection for each question: a
 * node that joins asks seldom. Belongs to one event loop; callbacks come on it, never inside the
 * call.
 */
public final class SeedPorts {
  private final Context context;
  private final PeerIdentity identity;
  private final PeerCodec codec;
  private final int maxFrameBytes;
  private final NetClient client;

  public SeedPorts(
      Context context, PeerIdentity identity, PeerCodec codec, TransportLimits limits) {
    this.context = context;
    this.identity = identity;
    this.codec = codec;
    this.maxFrameBytes = limits.maxFrameBytes();
    this.client =
        context
            .owner()
            .createNetClient(
                new NetClientOptions()
                    .setConnectTimeout(limits.connectMillis())
                    .setTcpNoDelay(true));
  }

  /**
   * Asks whoever listens there.
   *
   * @param hostAndPort as in {@code 10.0.0.1:8402}, an IPv6 address in brackets
   * @param handler hears of one reply or failure, once
   * @throws IllegalArgumentException if that is no address
   */
  public void ask(
      String hostAndPort, PeerRequest request, long timeoutNanos, Transport.ReplyHandler handler) {
    SocketAddress address = address(hostAndPort);
    Question question = new Question(request, handler);
    question.timer =
        context
            .owner()
            .setTimer(
                Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)),
                id -> question.onTimeout());
    client.connect(address).onComplete(question::onConnected);
  }

  /** Where that is. */
  static SocketAddress address(String hostAndPort) {
    int colon = hostAndPort.lastIndexOf(':');
    String host = colon < 1 ? "" : hostAndPort.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    String port = hostAndPort.substring(colon + 1);
    int number = port.matches("[0-9]{1,5}") ? Integer.parseInt(port) : 0;
    if (host.isEmpty() || number < 1 || number > 65_535) {
      throw new IllegalArgumentException(
          "an address is HOST:PORT, such as 10.0.0.1:8402, was \"" + hostAndPort + "\"");
    }
    return SocketAddress.inetSocketAddress(number, host);
  }

  /** One question with its timeout. */
  private final class Question {
    private final PeerRequest request;
    private final Transport.ReplyHandler handler;
    private long timer;
    private @Nullable SeedConnection connection;
    private boolean done;

    private Question(PeerRequest request, Transport.ReplyHandler handler) {
      this.request = request;
      this.handler = handler;
    }

    private void onConnected(AsyncResult<NetSocket> result) {
      if (done) {
        if (result.succeeded()) {
          result.result().close();
        }
      } else if (result.failed()) {
        fail(Transport.Failure.NOT_SENT);
      } else {
        SeedConnection opened =
            new SeedConnection(
                identity, codec, maxFrameBytes, result.result(), request, this::reply, this::fail);
        connection = opened;
        opened.start();
      }
    }

    private void reply(PeerReply reply) {
      if (finish()) {
        handler.onReply(reply);
      }
    }

    private void fail(Transport.Failure failure) {
      if (finish()) {
        handler.onFailure(failure);
      }
    }

    private void onTimeout() {
      SeedConnection open = connection;
      if (open != null) {
        open.giveUp();
      }
      fail(Transport.Failure.NO_REPLY);
    }

    private boolean finish() {
      if (done) {
        return false;
      }
      done = true;
      context.owner().cancelTimer(timer);
      return true;
    }
  }

  /** Closes what is open. */
  public void close() {
    client.close();
  }
}
