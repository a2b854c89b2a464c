package io.dynamo.server.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.ClusterId;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node asks another of which it knows the address alone. */
class SeedPortsTest {
  private final Vertx vertx = Vertx.vertx();
  private TestNode joiner;
  private TestNode seed;
  private SeedPorts seeds;

  @BeforeEach
  void start() throws Exception {
    joiner = new TestNode(vertx, "n9", (from, request, reply) -> {});
    joiner.hello = Hello.peer(null, joiner.id, 7, List.of());
    seed =
        new TestNode(
            vertx, "n2", (from, request, reply) -> reply.accept(new PeerReply.Pong(from, 3)));
    seeds = new SeedPorts(joiner.context, joiner.identity(), TestNode.CODEC, TestNode.PATIENT);
  }

  @AfterEach
  void stop() throws Exception {
    seeds.close();
    joiner.close();
    seed.close();
    TestNode.get(vertx.close());
  }

  @Test
  void seedAnswersWithoutBeingKnownByName() throws Exception {
    assertThat(ask("127.0.0.1:" + seed.listen(), 60_000))
        .isEqualTo(new PeerReply.Pong(joiner.id, 3));
  }

  @Test
  void seedOfAnotherClusterOrOneThatRefusesHasNoAnswer() throws Exception {
    String address = "127.0.0.1:" + seed.listen();
    seed.verdict = new Refused(Refused.Reason.NODE, "n9 is not wanted");
    assertThat(ask(address, 60_000)).isEqualTo(Transport.Failure.NOT_SENT);

    seed.verdict = null;
    joiner.hello = Hello.peer(new ClusterId(8, 8), joiner.id, 7, List.of());
    assertThat(ask(address, 60_000)).isEqualTo(Transport.Failure.NOT_SENT);
  }

  @Test
  void seedThatIsNotThereOrSaysNothingIsGivenUpInTime() throws Exception {
    int port = seed.listen();
    seed.stopListening();
    assertThat(ask("127.0.0.1:" + port, 60_000)).isEqualTo(Transport.Failure.NOT_SENT);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(ask("127.0.0.1:" + silent.getLocalPort(), 50))
          .isEqualTo(Transport.Failure.NO_REPLY);
    }
  }

  @Test
  void whatIsNoAddressIsToldSo() {
    for (String bad : List.of("", "n1", ":80", "n1:", "n1:0", "n1:65536", "n1:http")) {
      assertThatThrownBy(() -> SeedPorts.address(bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("HOST:PORT")
          .hasMessageContaining(bad);
    }
    assertThat(SeedPorts.address("[::1]:8402").host()).isEqualTo("::1");
  }

  private Object ask(String address, long millis) throws Exception {
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    joiner.context.runOnContext(
        turn ->
            seeds.ask(
                address,
                new PeerRequest.Ping(),
                TimeUnit.MILLISECONDS.toNanos(millis),
                new Transport.ReplyHandler() {
                  @Override
                  public void onReply(PeerReply reply) {
                    outcome.complete(reply);
                  }

                  @Override
                  public void onFailure(Transport.Failure failure) {
                    outcome.complete(failure);
                  }
                }));
    return TestNode.await(outcome);
  }
}
