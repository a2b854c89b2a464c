package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.wire.PeerWire;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PeerCodecTest {
  /** Remembers histories by number: the wire must pass the bytes through as they are. */
  private static final class NumberedHistories implements HistoryFormat {
    private final Map<Integer, MembershipHistory> known = new LinkedHashMap<>();

    @Override
    public byte[] encode(MembershipHistory history) {
      known.put(known.size(), history);
      return new byte[] {42, (byte) (known.size() - 1)};
    }

    @Override
    public MembershipHistory decode(byte[] bytes) {
      MembershipHistory history = bytes.length == 2 ? known.get((int) bytes[1]) : null;
      if (history == null) {
        throw new IllegalArgumentException("no history of " + bytes.length + " bytes");
      }
      return history;
    }
  }

  private final PeerCodec codec = new PeerCodec(new NumberedHistories());

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyMessageComesBackAsItWas(long seed) throws DecodeException {
    RandomMessages messages = new RandomMessages(seed);
    for (PeerRequest request : messages.requests()) {
      Frame frame = Frames.only(codec.encode(seed, request));
      assertThat(frame.id()).isEqualTo(seed);
      assertThat(frame.kind()).isEqualTo(Frame.Kind.REQUEST);
      Messages.assertSame(codec.request(frame), request);
    }
    for (PeerReply reply : messages.replies()) {
      Frame frame = Frames.only(codec.encode(seed, reply));
      assertThat(frame.kind()).isEqualTo(Frame.Kind.REPLY);
      Messages.assertSame(codec.reply(frame), reply);
    }
  }

  @Test
  void everyKindOfMessageIsAmongTheRandomOnes() {
    RandomMessages messages = new RandomMessages(1);

    assertThat(messages.requests().stream().<Class<?>>map(Object::getClass).toList())
        .containsExactlyInAnyOrder(PeerRequest.class.getPermittedSubclasses());
    assertThat(messages.replies().stream().<Class<?>>map(Object::getClass).distinct().toList())
        .containsExactlyInAnyOrder(PeerReply.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @EnumSource
  void everyReasonOfARefusalComesBackAsItWas(Refusal.Reason reason) throws DecodeException {
    Refusal refusal = new Refusal(reason, "why");

    assertThat(codec.reply(Frames.only(codec.encode(1, refusal)))).isEqualTo(refusal);
  }

  @ParameterizedTest
  @EnumSource
  void everyVerdictComesBackAsItWas(PeerReply.Verdict verdict) throws DecodeException {
    PeerReply answer = new PeerReply.StartAnswer(verdict, 3);

    assertThat(codec.reply(Frames.only(codec.encode(1, answer)))).isEqualTo(answer);
  }

  @Test
  void bytesOfAReadAndAPongStayTheSame() {
    assertThat(HexFormat.of().formatHex(codec.encode(300, new PeerRequest.Read(Key.of("k"), 0))))
        .isEqualTo("0000000a" + "08ac02" + "2205" + "0a030a016b");
    assertThat(HexFormat.of().formatHex(codec.encode(1, new PeerReply.Pong(new NodeId("n1"), 2))))
        .isEqualTo("00000013" + "0801" + "2a0f" + "320d0a026e31110200000000000000");
  }

  @Test
  void kindsThatAreNotKnownAreErrorsOfThatMessageOnly() {
    Frame request = frame(Frame.Kind.REQUEST, PeerWire.Request.getDefaultInstance());
    Frame reply = frame(Frame.Kind.REPLY, PeerWire.Reply.getDefaultInstance());
    Frame outcome =
        frame(
            Frame.Kind.REPLY,
            PeerWire.Reply.newBuilder().setPutDone(PeerWire.PutDone.getDefaultInstance()).build());

    assertThatThrownBy(() -> codec.request(request)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> codec.reply(reply)).isInstanceOf(DecodeException.class);
    assertThatThrownBy(() -> codec.reply(outcome)).isInstanceOf(DecodeException.class);
  }

  @Test
  void reasonOfANewerVersionIsStillARefusal() throws DecodeException {
    Frame frame =
        frame(
            Frame.Kind.REPLY,
            PeerWire.Reply.newBuilder()
                .setRefusal(PeerWire.Refusal.newBuilder().setReasonValue(99).setDetail("x"))
                .build());

    assertThat(codec.reply(frame)).isEqualTo(new Refusal(Refusal.Reason.NOT_UNDERSTOOD, "x"));
  }

  @Test
  void fieldsThatAreNotKnownPass() throws DecodeException {
    UnknownFieldSet newer =
        UnknownFieldSet.newBuilder()
            .addField(
                1000,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("newer"))
                    .build())
            .build();
    Frame frame =
        frame(
            Frame.Kind.REQUEST,
            PeerWire.Request.newBuilder()
                .setPing(PeerWire.Ping.newBuilder().setUnknownFields(newer))
                .setUnknownFields(newer)
                .build());

    assertThat(codec.request(frame)).isEqualTo(new PeerRequest.Ping());
  }

  @Test
  void tombstoneWithAValueAndAnEmptyKeyAreErrors() {
    Frame tombstone =
        frame(
            Frame.Kind.REQUEST,
            PeerWire.Request.newBuilder()
                .setCoordinatePut(
                    PeerWire.CoordinatePut.newBuilder()
                        .setKey(ByteString.copyFromUtf8("k"))
                        .setTombstone(true)
                        .setValue(ByteString.copyFromUtf8("v"))
                        .setQuorum(PeerWire.Quorum.newBuilder().setTimeoutNanos(1)))
                .build());
    Frame empty =
        frame(
            Frame.Kind.REQUEST,
            PeerWire.Request.newBuilder().setRead(PeerWire.Read.getDefaultInstance()).build());

    assertThatThrownBy(() -> codec.request(tombstone))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("tombstone");
    assertThatThrownBy(() -> codec.request(empty))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("key must be");
  }

  private static Frame frame(Frame.Kind kind, MessageLite message) {
    return Frames.only(Frame.encode(1, kind, message));
  }
}
