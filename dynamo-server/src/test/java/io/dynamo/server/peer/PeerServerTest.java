package io.dynamo.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.Frame;
import io.dynamo.protocol.HandshakeCodec;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.dynamo.server.port.PortLimits;
import io.dynamo.server.port.RawClient;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peers' port, with frames and bytes of the test's own making at the other end. */
class PeerServerTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final Hello PEER = Hello.peer(TestNode.CLUSTER, N1, 7, List.of());
  private static final byte[] READ = TestNode.CODEC.encode(1, new PeerRequest.Read(Key.of("k"), 0));

  private final Vertx vertx = Vertx.vertx();
  private TestNode node;

  @BeforeEach
  void start() throws Exception {
    node =
        new TestNode(vertx, "n2", (from, request, reply) -> reply.accept(new PeerReply.Merged()));
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
    TestNode.get(vertx.close());
  }

  @Test
  void clientIsRefusedOnThePeersPort() throws Exception {
    try (RawClient client = new RawClient(node.listen())) {
      client.write(HandshakeCodec.encode(Hello.client()));

      assertThat(HandshakeCodec.refused(client.next()))
          .isEqualTo(
              new Refused(
                  Refused.Reason.ROLE, "this is the peers' port, clients have one of their own"));
      assertThat(client.isAtEnd()).isTrue();
    }
  }

  @Test
  void kindOfRequestThatIsNotKnownIsNotUnderstoodAndTheConnectionGoesOn() throws Exception {
    byte[] newer = {0, 0, 0, 7, 0x08, 9, 0x22, 3, (byte) 0xfa, 0x01, 0};
    try (RawClient peer = RawClient.welcome(node.listen(), PEER)) {
      peer.write(newer);
      Frame reply = peer.next();
      assertThat(reply.id()).isEqualTo(9);
      assertThat(refusal(reply)).isEqualTo(Refusal.Reason.NOT_UNDERSTOOD);

      peer.write(READ);
      assertThat(TestNode.CODEC.reply(peer.next())).isEqualTo(new PeerReply.Merged());
    }
  }

  @Test
  void kindOfFrameThatIsNotKnownIsNotUnderstoodAndTheConnectionGoesOn() throws Exception {
    byte[] newer = {0, 0, 0, 5, 0x08, 9, (byte) 0xfa, 0x01, 0};
    try (RawClient peer = RawClient.welcome(node.listen(), PEER)) {
      peer.write(newer);
      assertThat(refusal(peer.next())).isEqualTo(Refusal.Reason.NOT_UNDERSTOOD);

      peer.write(READ);
      assertThat(TestNode.CODEC.reply(peer.next())).isEqualTo(new PeerReply.Merged());
    }
  }

  @Test
  void requestOverTheBoundIsOverloadedAtOnceWhilePingsAreAnswered() throws Exception {
    node.handler = (from, request, reply) -> {};
    PortLimits limits = new PortLimits(1000, 10, 2, 1000, 1 << 20, true, 60_000);
    try (RawClient peer = RawClient.welcome(node.listen(0, limits), PEER)) {
      for (int id = 1; id <= 3; id++) {
        peer.write(TestNode.CODEC.encode(id, new PeerRequest.Ping()));
      }
      Frame reply = peer.next();
      assertThat(reply.id()).isEqualTo(3);
      assertThat(refusal(reply)).isEqualTo(Refusal.Reason.OVERLOADED);

      peer.write(Frame.ping(4));
      Frame pong = peer.next();
      assertThat(pong.kind()).isEqualTo(Frame.Kind.PONG);
      assertThat(pong.id()).isEqualTo(4);
    }
  }

  @Test
  void peerThatDoesNotTakeItsRepliesIsNotRead() throws Exception {
    String mebibyte = "x".repeat(1 << 20);
    node.handler =
        (from, request, reply) ->
            reply.accept(new Refusal(Refusal.Reason.STORAGE_FAILED, mebibyte));
    // If it were read on, replies of 100 MiB would be queued, and those over 8 MiB replaced.
    PortLimits limits = new PortLimits(2 << 20, 10, 1000, 1 << 20, 8 << 20, true, 60_000);
    try (RawClient peer = RawClient.welcome(node.listen(0, limits), PEER)) {
      for (int i = 0; i < 100; i++) {
        peer.write(READ);
      }
      for (int i = 0; i < 100; i++) {
        assertThat(refusal(peer.next())).isEqualTo(Refusal.Reason.STORAGE_FAILED);
      }
    }
  }

  @Test
  void replyThatIsLongerThanAFrameMayBeIsAnError() throws Exception {
    String mebibyte = "x".repeat(1 << 20);
    node.handler =
        (from, request, reply) -> reply.accept(new Refusal(Refusal.Reason.DISK_FULL, mebibyte));
    PortLimits limits = new PortLimits(1 << 20, 10, 10, 1 << 20, 8 << 20, true, 60_000);
    try (RawClient peer = RawClient.welcome(node.listen(0, limits), PEER)) {
      peer.write(READ);

      assertThat(refusal(peer.next())).isEqualTo(Refusal.Reason.STORAGE_FAILED);
    }
  }

  @Test
  void connectionOfAnOtherClusterIsRefusedOnceThisNodeKnowsItsOwn() throws Exception {
    node.hello = Hello.peer(null, new NodeId("n2"), 7, List.of());
    try (RawClient peer = RawClient.welcome(node.listen(), PEER)) {
      node.hello = Hello.peer(new ClusterId(8, 8), new NodeId("n2"), 7, List.of());
      peer.write(READ);

      assertThat(refusal(peer.next())).isEqualTo(Refusal.Reason.OTHER_CLUSTER);
    }
  }

  @Test
  void whatAPeerMayAskIsJudgedForEachRequest() throws Exception {
    try (RawClient peer = RawClient.welcome(node.listen(), PEER)) {
      peer.write(READ);
      assertThat(TestNode.CODEC.reply(peer.next())).isEqualTo(new PeerReply.Merged());

      node.refusal = new Refusal(Refusal.Reason.REMOVED, "n1 was removed");
      peer.write(READ);
      assertThat(refusal(peer.next())).isEqualTo(Refusal.Reason.REMOVED);
    }
  }

  @Test
  void loopsThatShareAPortShareItsConnections() throws Exception {
    Set<Thread> loops = ConcurrentHashMap.newKeySet();
    PeerHandler handler =
        (from, request, reply) -> {
          loops.add(Thread.currentThread());
          reply.accept(new PeerReply.Merged());
        };
    node.handler = handler;
    int port = node.listen(-1, TestNode.PATIENT_PORT);
    TestNode second = new TestNode(vertx, "n2", handler);
    assertThat(second.listen(-1, TestNode.PATIENT_PORT)).isEqualTo(port);

    for (int i = 0; i < 4; i++) {
      try (RawClient peer = RawClient.welcome(port, PEER)) {
        peer.write(READ);
        assertThat(TestNode.CODEC.reply(peer.next())).isEqualTo(new PeerReply.Merged());
      }
    }

    assertThat(loops).hasSize(2);
    second.close();
  }

  private static Refusal.Reason refusal(Frame reply) throws Exception {
    return ((Refusal) TestNode.CODEC.reply(reply)).reason();
  }
}
