package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.protocol.wire.PeerWire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a node of the version before, which knows no moving partitions, sends and is sent. */
class OlderNodesTest {
  private static final ByteString ZERO = ByteString.copyFrom(new byte[HashSum.BYTES]);

  private final PeerCodec codec =
      new PeerCodec(
          new HistoryFormat() {
            @Override
            public byte[] encode(MembershipHistory history) {
              throw new IllegalArgumentException("no histories here");
            }

            @Override
            public MembershipHistory decode(byte[] bytes) {
              throw new IllegalArgumentException("no histories here");
            }
          });

  @Test
  void repliesWithoutASealComeFromWhereNothingIsSealed() throws DecodeException {
    assertThat(
            reply(
                PeerWire.Reply.newBuilder()
                    .setState(PeerWire.State.newBuilder().setOwner(true).setWhole(true))))
        .isEqualTo(new PeerReply.State(Siblings.NONE, true, true, Generation.ZERO, false));
    assertThat(reply(PeerWire.Reply.newBuilder().setMerged(PeerWire.Merged.getDefaultInstance())))
        .isEqualTo(new PeerReply.Merged(false));
  }

  @Test
  void repliesWithoutASealAreSentAsBefore() {
    assertThat(codec.encode(1, new PeerReply.Merged()))
        .isEqualTo(
            Frame.encode(
                1,
                Frame.Kind.REPLY,
                PeerWire.Reply.newBuilder()
                    .setMerged(PeerWire.Merged.getDefaultInstance())
                    .build()));
  }

  @Test
  void pongThatDoesNotTellCountsAsReady() throws DecodeException {
    assertThat(
            reply(
                PeerWire.Reply.newBuilder()
                    .setPong(PeerWire.Pong.newBuilder().setNode("n1").setNonce(7))))
        .isEqualTo(new PeerReply.Pong(new NodeId("n1"), 7, true));
  }

  @Test
  void gossipWithoutSoftwareIsOfUnknownSoftware() throws DecodeException {
    assertThat(request(PeerWire.Gossip.newBuilder().setFrom("n1").setDigest(ZERO)))
        .isEqualTo(
            new PeerRequest.Gossip(
                new NodeId("n1"), HashSum.ZERO, Software.UNKNOWN, List.of(), List.of()));
  }

  @Test
  void createEventIsNoGossip() {
    ByteString create =
        ByteString.copyFrom(EventFormat.encode(new RandomMessages(1).history().create()));

    assertThatThrownBy(
            () ->
                request(
                    PeerWire.Gossip.newBuilder().setFrom("n1").setDigest(ZERO).addEvents(create)))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("create event");
  }

  private PeerRequest request(PeerWire.Gossip.Builder gossip) throws DecodeException {
    return codec.request(
        Frames.only(
            Frame.encode(
                1, Frame.Kind.REQUEST, PeerWire.Request.newBuilder().setGossip(gossip).build())));
  }

  private PeerReply reply(PeerWire.Reply.Builder reply) throws DecodeException {
    return codec.reply(Frames.only(Frame.encode(1, Frame.Kind.REPLY, reply.build())));
  }
}
