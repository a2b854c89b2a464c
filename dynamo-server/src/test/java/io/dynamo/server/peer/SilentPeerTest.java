package io.dynamo.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport.Failure;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.dynamo.server.port.RawClient;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that is stopped, cut off, slow or mad, played by the test on a plain socket. */
class SilentPeerTest {
  private static final NodeId N2 = new NodeId("n2");
  private static final Hello HELLO_OF_N2 = Hello.peer(TestNode.CLUSTER, N2, 7, List.of());
  private static final PeerRequest PING = new PeerRequest.Ping();
  private static final TransportLimits LIMITS =
      new TransportLimits(1 << 20, 3, 1 << 20, 60_000, 100, 20, 50, 100);

  private final Vertx vertx = Vertx.vertx();
  private TestNode n1;
  private ServerSocket port;

  @BeforeEach
  void start() throws Exception {
    n1 = new TestNode(vertx, "n1", LIMITS, (from, request, reply) -> {});
    port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port.setSoTimeout(60_000);
    n1.knows(N2, port.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    n1.close();
    port.close();
    TestNode.get(vertx.close());
  }

  @Test
  void peerThatFallsSilentIsGivenUpLongBeforeTheRequestsTimeout() throws Exception {
    CompletableFuture<Object> outcome = n1.ask(N2, PING, TimeUnit.HOURS.toNanos(1));
    try (RawClient n2 = welcome()) {
      assertThat(n2.next().kind()).isEqualTo(Frame.Kind.REQUEST);
      assertThat(n2.next().kind()).isEqualTo(Frame.Kind.PING);

      assertThat(TestNode.await(outcome)).isEqualTo(Failure.NO_REPLY);
      assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).isEqualTo("n2 down: silent for 2000 ms");
      assertThat(n1.detector.isUp(N2)).isFalse();
      assertThat(n2.isAtEnd()).isTrue();
    }
    welcome().close();
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).isEqualTo("n2 up");
  }

  @Test
  void silenceIsNoticedEvenIfTheRequestHasTimedOutBefore() throws Exception {
    CompletableFuture<Object> first = n1.ask(N2, PING);
    try (RawClient n2 = welcome()) {
      n2.write(TestNode.CODEC.encode(n2.next().id(), new PeerReply.Merged()));
      assertThat(TestNode.await(first)).isEqualTo(new PeerReply.Merged());

      CompletableFuture<Object> outcome = n1.ask(N2, PING, TimeUnit.MILLISECONDS.toNanos(20));

      assertThat(TestNode.await(outcome)).isEqualTo(Failure.NO_REPLY);
      assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).isEqualTo("n2 down: silent for 2000 ms");
    }
  }

  @Test
  void slowPeerThatAnswersPingsStaysUp() throws Exception {
    CompletableFuture<Object> outcome = n1.ask(N2, PING, TimeUnit.HOURS.toNanos(1));
    try (RawClient n2 = welcome()) {
      Frame request = n2.next();
      // One ping in two ticks: together more than the silence that would end it.
      for (int i = 0; i < 11; i++) {
        Frame ping = n2.next();
        assertThat(ping.kind()).isEqualTo(Frame.Kind.PING);
        n2.write(Frame.pong(ping.id()));
      }
      n2.write(TestNode.CODEC.encode(request.id(), new PeerReply.Merged()));

      assertThat(TestNode.await(outcome)).isEqualTo(new PeerReply.Merged());
      assertThat(n1.beliefs).isEmpty();
    }
  }

  @Test
  void peerThatAcceptsButSaysNothingIsDownAndNothingWasSent() throws Exception {
    TransportLimits hasty = new TransportLimits(1 << 20, 3, 1 << 20, 200, 100, 20, 50, 100);
    TestNode n3 = new TestNode(vertx, "n3", hasty, (from, request, reply) -> {});
    n3.knows(N2, port.getLocalPort());

    CompletableFuture<Object> outcome = n3.ask(N2, PING);

    assertThat(TestNode.await(outcome)).isEqualTo(Failure.NOT_SENT);
    assertThat(n3.beliefs.poll(60, TimeUnit.SECONDS)).isEqualTo("n2 down: no hello came");
    n3.close();
  }

  /** Else every request to a peer that is cut off would wait as long as connecting may take. */
  @Test
  void requestsFailAtOnceWhileAPeerThatCouldNotBeReachedIsTriedAgain() throws Exception {
    CompletableFuture<Object> first = n1.ask(N2, PING);
    port.accept().close();
    assertThat(TestNode.await(first)).isEqualTo(Failure.NOT_SENT);

    try (RawClient second = new RawClient(port.accept())) {
      assertThat(HandshakeCodec.hello(second.next()).node()).isEqualTo(new NodeId("n1"));
      assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);

      second.write(HandshakeCodec.encode(HELLO_OF_N2));
      assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).startsWith("n2 down");
      assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).isEqualTo("n2 up");
      CompletableFuture<Object> outcome = n1.ask(N2, PING);
      second.write(TestNode.CODEC.encode(second.next().id(), new PeerReply.Merged()));
      assertThat(TestNode.await(outcome)).isEqualTo(new PeerReply.Merged());
    }
  }

  @Test
  void garbageInsteadOfAHelloIsAFailure() throws Exception {
    CompletableFuture<Object> outcome = n1.ask(N2, PING);
    try (RawClient n2 = new RawClient(port.accept())) {
      n2.write(new byte[] {(byte) 0xff, 1, 2, 3, 4, 5});

      assertThat(TestNode.await(outcome)).isEqualTo(Failure.NOT_SENT);
      assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).contains("BAD_FRAME");
    }
  }

  @Test
  void replyThatCannotBeReadCostsThatRequestOnly() throws Exception {
    CompletableFuture<Object> first = n1.ask(N2, PING);
    try (RawClient n2 = welcome()) {
      Frame request = n2.next();
      n2.write(new byte[] {0, 0, 0, 5, 0x08, (byte) request.id(), 0x2a, 1, 0x7f});
      assertThat(TestNode.await(first)).isEqualTo(Failure.NO_REPLY);

      CompletableFuture<Object> second = n1.ask(N2, PING);
      n2.write(TestNode.CODEC.encode(n2.next().id(), new PeerReply.Merged()));
      assertThat(TestNode.await(second)).isEqualTo(new PeerReply.Merged());
    }
  }

  @Test
  void repliesNobodyWaitsForAndFramesOfANewerVersionAreDropped() throws Exception {
    CompletableFuture<Object> outcome = n1.ask(N2, PING);
    try (RawClient n2 = welcome()) {
      Frame request = n2.next();
      n2.write(TestNode.CODEC.encode(999, new PeerReply.Merged()));
      n2.write(new byte[] {0, 0, 0, 3, (byte) 0xfa, 0x01, 0});
      n2.write(TestNode.CODEC.encode(request.id(), new PeerReply.Merged()));
      n2.write(TestNode.CODEC.encode(request.id(), new PeerReply.Merged()));

      assertThat(TestNode.await(outcome)).isEqualTo(new PeerReply.Merged());
      assertThat(n1.beliefs).isEmpty();
    }
  }

  @Test
  void requestsOverTheBoundAreNotSentWhetherConnectedOrNot() throws Exception {
    List<CompletableFuture<Object>> early = askInOneTurn(4);
    assertThat(TestNode.await(early.get(3))).isEqualTo(Failure.NOT_SENT);
    try (RawClient n2 = welcome()) {
      for (int i = 0; i < 3; i++) {
        assertThat(early.get(i)).isNotDone();
        n2.write(TestNode.CODEC.encode(n2.next().id(), new PeerReply.Merged()));
        assertThat(TestNode.await(early.get(i))).isEqualTo(new PeerReply.Merged());
      }

      List<CompletableFuture<Object>> connected = askInOneTurn(4);
      assertThat(TestNode.await(connected.get(3))).isEqualTo(Failure.NOT_SENT);
      for (int i = 0; i < 3; i++) {
        n2.write(TestNode.CODEC.encode(n2.next().id(), new PeerReply.Merged()));
        assertThat(TestNode.await(connected.get(i))).isEqualTo(new PeerReply.Merged());
      }
    }
  }

  private List<CompletableFuture<Object>> askInOneTurn(int count) {
    List<CompletableFuture<Object>> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outcomes.add(new CompletableFuture<>());
    }
    n1.context.runOnContext(
        turn ->
            outcomes.forEach(outcome -> n1.send(N2, PING, TimeUnit.SECONDS.toNanos(60), outcome)));
    return outcomes;
  }

  /** Accepts the next connection as n2 would. */
  private RawClient welcome() throws Exception {
    RawClient n2 = new RawClient(port.accept());
    assertThat(HandshakeCodec.hello(n2.next()).node()).isEqualTo(new NodeId("n1"));
    n2.write(HandshakeCodec.encode(HELLO_OF_N2));
    return n2;
  }
}
