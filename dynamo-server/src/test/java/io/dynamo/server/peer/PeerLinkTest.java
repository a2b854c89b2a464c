package io.dynamo.server.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Transport.Failure;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.protocol.Hello;
import io.dynamo.protocol.Refused;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes on loopback. */
class PeerLinkTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final PeerRequest PING = new PeerRequest.Ping();
  private static final PeerHandler PONG =
      (from, request, reply) -> reply.accept(new PeerReply.Pong(N2, 7));

  private final Vertx vertx = Vertx.vertx();
  private TestNode n1;
  private TestNode n2;

  @BeforeEach
  void startTwoNodes() throws Exception {
    n1 = new TestNode(vertx, "n1", PONG);
    n2 = new TestNode(vertx, "n2", PONG);
    n1.knows(N2, n2.listen());
  }

  @AfterEach
  void stop() throws Exception {
    n1.close();
    n2.close();
    TestNode.get(vertx.close());
  }

  @Test
  void requestIsAnsweredByThePeerThatKnowsWhoAsks() throws Exception {
    n2.handler = (from, request, reply) -> reply.accept(new PeerReply.Pong(from, 9));

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(new PeerReply.Pong(N1, 9));
    assertThat(n1.detector.isUp(N2)).isTrue();
  }

  @Test
  void peerThatMovesIsFoundAtItsNewAddressAndWhatIsUnderWayEndsAtTheOld() throws Exception {
    CompletableFuture<Consumer<PeerReply>> held = new CompletableFuture<>();
    n2.handler = (from, request, reply) -> held.complete(reply);
    CompletableFuture<Object> underWay = n1.ask(N2, PING);
    Consumer<PeerReply> answer = held.get(60, TimeUnit.SECONDS);
    TestNode moved =
        new TestNode(
            vertx, "n2", (from, request, reply) -> reply.accept(new PeerReply.Pong(N2, 8)));

    n1.knows(N2, moved.listen());
    onLoop(n1, n1.transport::onAddresses);

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(new PeerReply.Pong(N2, 8));
    onLoop(n2, () -> answer.accept(new PeerReply.Pong(N2, 7)));
    assertThat(TestNode.await(underWay)).isEqualTo(new PeerReply.Pong(N2, 7));
    moved.close();
  }

  @Test
  void peerThatLostItsAddressIsLetGo() throws Exception {
    CompletableFuture<Consumer<PeerReply>> held = new CompletableFuture<>();
    n2.handler = (from, request, reply) -> held.complete(reply);
    CompletableFuture<Object> underWay = n1.ask(N2, PING);
    held.get(60, TimeUnit.SECONDS);

    n1.addresses.remove(N2);
    onLoop(n1, n1.transport::onAddresses);

    assertThat(TestNode.await(underWay)).isEqualTo(Failure.NO_REPLY);
    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);
  }

  private static void onLoop(TestNode node, Runnable task) throws Exception {
    CompletableFuture<Object> done = new CompletableFuture<>();
    node.context.runOnContext(
        turn -> {
          task.run();
          done.complete("done");
        });
    TestNode.await(done);
  }

  @Test
  void tenThousandPipelinedRequestsGetTheirOwnReplies() throws Exception {
    n2.handler =
        (from, request, reply) ->
            reply.accept(
                new PeerReply.StartAnswer(
                    PeerReply.Verdict.TAKEN, ((PeerRequest.AnnounceStart) request).startNumber()));
    List<CompletableFuture<Object>> outcomes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      outcomes.add(n1.ask(N2, new PeerRequest.AnnounceStart(N1, i, 1)));
      if (i % 1000 == 999) {
        TestNode.await(outcomes.get(i));
      }
    }

    for (int i = 0; i < 10_000; i++) {
      assertThat(TestNode.await(outcomes.get(i)))
          .isEqualTo(new PeerReply.StartAnswer(PeerReply.Verdict.TAKEN, i));
    }
  }

  @Test
  void stateOf48MiBGoesThereAndBack() throws Exception {
    byte[] value = new byte[48 << 20];
    new Random(1).nextBytes(value);
    Dot dot = new Dot(new Actor(N1, 1, 1), 1);
    Siblings state =
        new Siblings(
            VersionVector.of(List.of(dot)), List.of(Version.of(dot, 1, value, null)), List.of());
    n2.handler =
        (from, request, reply) ->
            reply.accept(
                new PeerReply.State(
                    ((PeerRequest.Merge) request).state(), true, true, Generation.ZERO));

    Object reply =
        TestNode.await(
            n1.ask(N2, new PeerRequest.Merge(Key.of("k"), state, new Stamp(0, Generation.ZERO))));

    assertThat(reply.equals(new PeerReply.State(state, true, true, Generation.ZERO))).isTrue();
  }

  @Test
  void requestToTheNodeItselfIsAnsweredInALaterTurn() throws Exception {
    List<String> order = new ArrayList<>();
    CompletableFuture<Object> outcome = new CompletableFuture<>();
    n1.handler =
        (from, request, reply) -> {
          order.add("handled from " + from);
          reply.accept(new PeerReply.Pong(N1, 1));
        };

    n1.context.runOnContext(
        turn -> {
          n1.send(N1, PING, TimeUnit.SECONDS.toNanos(60), outcome);
          order.add("sent");
        });

    assertThat(TestNode.await(outcome)).isEqualTo(new PeerReply.Pong(N1, 1));
    assertThat(order).containsExactly("sent", "handled from n1");
  }

  @Test
  void replyThatDoesNotComeInTimeIsAFailureAndALateOneIsDropped() throws Exception {
    CompletableFuture<Runnable> late = new CompletableFuture<>();
    n2.handler =
        (from, request, reply) -> {
          if (request instanceof PeerRequest.Ping) {
            late.complete(() -> reply.accept(new PeerReply.Merged()));
          } else {
            reply.accept(new PeerReply.State(Siblings.NONE, true, true, Generation.ZERO));
          }
        };

    assertThat(TestNode.await(n1.ask(N2, PING, TimeUnit.MILLISECONDS.toNanos(50))))
        .isEqualTo(Failure.NO_REPLY);
    Runnable reply = late.get(60, TimeUnit.SECONDS);
    n2.context.runOnContext(turn -> reply.run());
    assertThat(TestNode.await(n1.ask(N2, new PeerRequest.Read(Key.of("k"), 0))))
        .isEqualTo(new PeerReply.State(Siblings.NONE, true, true, Generation.ZERO));
    assertThat(n1.beliefs).isEmpty();
  }

  @Test
  void peerWithoutAddressIsNotSentTo() throws Exception {
    assertThat(TestNode.await(n1.ask(new NodeId("n9"), PING))).isEqualTo(Failure.NOT_SENT);
  }

  @Test
  void stoppedPeerIsDownAndUpAgainWhenItIsBack() throws Exception {
    int port = n1.addresses.get(N2).port();
    TestNode.await(n1.ask(N2, PING));

    n2.stopListening();
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).startsWith("n2 down: ");
    assertThat(n1.detector.isUp(N2)).isFalse();
    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);

    n2.listen(port, TestNode.PATIENT_PORT);
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).isEqualTo("n2 up");
    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(new PeerReply.Pong(N2, 7));
  }

  @Test
  void connectionThatBreaksLeavesNoReplyForWhatWasSent() throws Exception {
    CompletableFuture<Object> arrived = new CompletableFuture<>();
    n2.handler = (from, request, reply) -> arrived.complete(request);
    CompletableFuture<Object> outcome = n1.ask(N2, PING);
    TestNode.await(arrived);

    n2.stopListening();

    assertThat(TestNode.await(outcome)).isEqualTo(Failure.NO_REPLY);
  }

  @Test
  void nodeOfAnotherClusterIsRefusedAndTheReasonNamesBoth() throws Exception {
    n2.hello = Hello.peer(new ClusterId(8, 8), N2, 7, List.of());

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS))
        .contains("CLUSTER")
        .contains(TestNode.CLUSTER.toString())
        .contains(new ClusterId(8, 8).toString());
  }

  @Test
  void nodeOfAnotherSecretIsRefused() throws Exception {
    // Rule V8: key ids are compared in the handshake.
    n2.hello = Hello.peer(TestNode.CLUSTER, N2, 7, List.of("k2"));
    n1.hello = Hello.peer(TestNode.CLUSTER, N1, 7, List.of("k1"));

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).contains("KEYS", "k1", "k2");
  }

  @Test
  void nodeThatSignsWithASecretThisOneLacksIsRefusedWhicheverSideLacksIt() throws Exception {
    // Rule V8: the first signs, all verify.
    n1.hello = Hello.peer(TestNode.CLUSTER, N1, 7, List.of("old", "new"));
    n2.hello = Hello.peer(TestNode.CLUSTER, N2, 7, List.of("new"));

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).contains("refused by it: KEYS");
  }

  @Test
  void secretsInTheMiddleOfARotationGoTogether() throws Exception {
    n2.hello = Hello.peer(TestNode.CLUSTER, N2, 7, List.of("new", "old"));
    n1.hello = Hello.peer(TestNode.CLUSTER, N1, 7, List.of("old", "new"));

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(new PeerReply.Pong(N2, 7));
  }

  @Test
  void nodeThatIsNotTheOneLookedForIsRefused() throws Exception {
    n2.hello = Hello.peer(TestNode.CLUSTER, new NodeId("n3"), 7, List.of());

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).contains("looked for n2, found n3");
  }

  @Test
  void nodeThatIsJudgedUnwelcomeIsRefused() throws Exception {
    n2.verdict = new Refused(Refused.Reason.NODE, "n1 was removed");

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(Failure.NOT_SENT);
    assertThat(n1.beliefs.poll(60, TimeUnit.SECONDS)).contains("n1 was removed");
  }

  @Test
  void nodeWithoutAClusterMayOnlyAskForOne() throws Exception {
    n1.hello = Hello.peer(null, N1, 7, List.of());

    assertThat(TestNode.await(n1.ask(N2, PING))).isEqualTo(new PeerReply.Pong(N2, 7));
    assertThat(TestNode.await(n1.ask(N2, new PeerRequest.Read(Key.of("k"), 0))))
        .isInstanceOfSatisfying(
            Refusal.class,
            refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.NOT_READY));
  }

  @Test
  void connectionIsOpenedAnewOnceTheNodeBelongsToACluster() throws Exception {
    n1.hello = Hello.peer(null, N1, 7, List.of());
    TestNode.await(n1.ask(N2, PING));

    n1.hello = Hello.peer(TestNode.CLUSTER, N1, 7, List.of());

    assertThat(TestNode.await(n1.ask(N2, new PeerRequest.Read(Key.of("k"), 0))))
        .isEqualTo(new PeerReply.Pong(N2, 7));
  }
}
