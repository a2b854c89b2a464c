package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.protocol.wire.PeerWire;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What messages about trees and reaping may not hold, and how long they are. */
class PeerCodecLimitsTest {
  private static final PeerWire.Entry ENTRY =
      PeerWire.Entry.newBuilder()
          .setKey(ByteString.copyFromUtf8("k"))
          .setHash(ByteString.copyFrom(new byte[HashSum.BYTES]))
          .build();

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
  void hashesOfAnotherLengthAreErrors() {
    for (int length : List.of(0, 15, 17)) {
      ByteString hash = ByteString.copyFrom(new byte[length]);
      refuses(
          PeerWire.Request.newBuilder()
              .setProve(PeerWire.Prove.newBuilder().addEntries(ENTRY.toBuilder().setHash(hash))),
          "hash sum must be 16 bytes, was " + length);
      refuses(
          PeerWire.Reply.newBuilder()
              .setRoots(
                  PeerWire.Roots.newBuilder().addRoots(PeerWire.Root.newBuilder().setSum(hash))),
          "hash sum must be 16 bytes, was " + length);
    }
    refuses(
        PeerWire.Reply.newBuilder()
            .setSums(PeerWire.Sums.newBuilder().setSums(ByteString.copyFrom(new byte[33]))),
        "");
  }

  @Test
  void generationsThatCannotBeAreErrors() {
    PeerWire.Generation ahead = PeerWire.Generation.newBuilder().setCompleted(1).build();
    PeerWire.Generation negative = PeerWire.Generation.newBuilder().setRaised(-1).build();

    for (PeerWire.Generation bad : List.of(ahead, negative)) {
      refuses(PeerWire.Reply.newBuilder().setBehind(bad), "generation");
      refuses(
          PeerWire.Request.newBuilder().setRaise(PeerWire.Raise.newBuilder().setGeneration(bad)),
          "generation");
      refuses(
          PeerWire.Request.newBuilder()
              .setMerge(
                  PeerWire.Merge.newBuilder()
                      .setKey(ByteString.copyFromUtf8("k"))
                      .setGeneration(bad)),
          "generation");
    }
  }

  @Test
  void moreThanOneRequestMayNameIsAnError() {
    refuses(
        PeerWire.Request.newBuilder()
            .setTreeRoots(
                PeerWire.TreeRoots.newBuilder()
                    .addAllPartitions(
                        Collections.nCopies(PeerRequest.TreeRoots.MAX_PARTITIONS + 1, 7))),
        "at most 4096 partitions");
    refuses(
        PeerWire.Request.newBuilder()
            .setFetch(
                PeerWire.Fetch.newBuilder()
                    .addAllKeys(
                        Collections.nCopies(
                            PeerRequest.Fetch.MAX_KEYS + 1, ByteString.copyFromUtf8("k")))),
        "at most 256 keys");
    refuses(
        PeerWire.Request.newBuilder()
            .setProve(
                PeerWire.Prove.newBuilder()
                    .addAllEntries(Collections.nCopies(PeerRequest.Prove.MAX_ENTRIES + 1, ENTRY))),
        "at most 1024 records");
    refuses(
        PeerWire.Request.newBuilder()
            .setReap(
                PeerWire.Reap.newBuilder()
                    .addAllReapings(
                        Collections.nCopies(
                            PeerRequest.Prove.MAX_ENTRIES + 1,
                            PeerWire.Reaping.newBuilder().setEntry(ENTRY).build()))),
        "at most 1024 records");
  }

  @Test
  void partsThatDoNotDivideTheLeavesAreErrors() {
    refuses(
        PeerWire.Request.newBuilder()
            .setTreeSums(PeerWire.TreeSums.newBuilder().setLeaves(10).setParts(3)),
        "in 3 parts");
    refuses(
        PeerWire.Request.newBuilder().setTreeSums(PeerWire.TreeSums.newBuilder().setLeaves(10)),
        "in 0 parts");
  }

  @Test
  void entriesWithoutAKeyAndActorsWithoutANodeAreErrors() {
    refuses(
        PeerWire.Request.newBuilder()
            .setReap(PeerWire.Reap.newBuilder().addReapings(PeerWire.Reaping.getDefaultInstance())),
        "key must be");
    refuses(
        PeerWire.Reply.newBuilder()
            .setProven(
                PeerWire.Proven.newBuilder()
                    .addProofs(
                        PeerWire.Proof.newBuilder()
                            .setEntry(ENTRY)
                            .setCounting(PeerWire.Actor.getDefaultInstance()))),
        "node id must be");
    refuses(
        PeerWire.Request.newBuilder()
            .setLeafEntries(PeerWire.LeafEntries.newBuilder().setAfter(ByteString.EMPTY)),
        "key must be");
  }

  @Test
  void generationThatIsAbsentIsZero() throws DecodeException {
    Frame frame =
        Frames.only(
            Frame.encode(
                1,
                Frame.Kind.REQUEST,
                PeerWire.Request.newBuilder()
                    .setMerge(
                        PeerWire.Merge.newBuilder()
                            .setKey(ByteString.copyFromUtf8("k"))
                            .setOwners(5))
                    .build()));

    assertThat(codec.request(frame))
        .isEqualTo(
            new PeerRequest.Merge(Key.of("k"), Siblings.NONE, new Stamp(5, Generation.ZERO)));
  }

  @Test
  void sumsTakeSixteenBytesEach() {
    HashSum sum = new HashSum(1, -1);

    assertThat(codec.encode(1, new PeerReply.Sums(Collections.nCopies(4096, sum))))
        .hasSizeLessThan(4096 * HashSum.BYTES + 30);
    assertThat(HexFormat.of().formatHex(codec.encode(1, new PeerReply.Sums(List.of(sum)))))
        .isEqualTo(
            "00000018" + "0801" + "2a14" + "5a12" + "0a10" + "0000000000000001ffffffffffffffff");
  }

  private void refuses(PeerWire.Request.Builder request, String message) {
    Frame frame = Frames.only(Frame.encode(1, Frame.Kind.REQUEST, request.build()));
    assertThatThrownBy(() -> codec.request(frame))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(message);
  }

  private void refuses(PeerWire.Reply.Builder reply, String message) {
    Frame frame = Frames.only(Frame.encode(1, Frame.Kind.REPLY, reply.build()));
    assertThatThrownBy(() -> codec.reply(frame))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining(message);
  }
}
