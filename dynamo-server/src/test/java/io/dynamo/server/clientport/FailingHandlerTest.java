package io.dynamo.server.clientport;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.protocol.ClientCodec;
import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientRequest;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.Hello;
import io.dynamo.server.port.PortLimits;
import io.dynamo.server.port.RawClient;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bug in what serves requests ends the connection it came on, and no other. */
class FailingHandlerTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void theConnectionIsClosedAndOthersGoOn() throws Exception {
    ClientRequestHandler failsOnPuts =
        (request, reply) -> {
          if (request instanceof ClientRequest.Put) {
            throw new IllegalStateException("a bug");
          }
          reply.accept(new ClientReply.Values(null, List.of(), List.of(), 42));
        };
    ClientPortServer server =
        new ClientPortServer(
            vertx.getOrCreateContext(),
            PortLimits.clients(1 << 20),
            () -> Hello.peer(null, new NodeId("n1"), 7, List.of()),
            () -> 42,
            failsOnPuts);
    int port =
        server
            .listen("127.0.0.1", 0)
            .toCompletionStage()
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    try (RawClient other = RawClient.welcome(port, Hello.client());
        RawClient client = RawClient.welcome(port, Hello.client())) {
      ClientRequest put =
          new ClientRequest.Put(
              new byte[] {1}, null, false, new byte[0], null, ClientRequest.QuorumWish.DEFAULTS);
      client.write(ClientCodec.encode(1, put));
      assertThat(client.isAtEnd()).isTrue();
      other.write(
          ClientCodec.encode(
              2, new ClientRequest.Get(new byte[] {1}, ClientRequest.QuorumWish.DEFAULTS)));
      Frame answer = other.next();
      assertThat(answer.id()).isEqualTo(2);
    }
  }
}
