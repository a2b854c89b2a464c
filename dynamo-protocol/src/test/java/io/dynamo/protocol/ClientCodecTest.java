package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Replier;
import io.dynamo.protocol.ClientReply.Code;
import io.dynamo.protocol.ClientReply.Failed;
import io.dynamo.protocol.ClientRequest.QuorumWish;
import io.dynamo.protocol.wire.ClientWire;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientCodecTest {
  private static final List<Replier> REPLIERS =
      List.of(new Replier(new NodeId("n1"), true), new Replier(new NodeId("n2"), false));

  static Stream<ClientRequest> requests() {
    byte[] large = new byte[300_000];
    large[299_999] = 7;
    return Stream.of(
        new ClientRequest.Get(bytes("k"), QuorumWish.DEFAULTS),
        new ClientRequest.Get(bytes(""), new QuorumWish(-1, 9, false, 5_000_000_000L)),
        new ClientRequest.Put(
            bytes("k"), null, false, bytes("v"), null, new QuorumWish(2, 1, true, 1)),
        new ClientRequest.Put(
            bytes("k"), bytes("ctx"), false, large, bytes("id"), QuorumWish.DEFAULTS),
        new ClientRequest.Put(
            bytes("k"), bytes(""), true, bytes(""), bytes(""), QuorumWish.DEFAULTS),
        new ClientRequest.Info());
  }

  static Stream<ClientReply> replies() {
    return Stream.of(
        new ClientReply.Values(null, List.of(), REPLIERS, -1),
        new ClientReply.Values(bytes("ctx"), List.of(bytes(""), bytes("b")), REPLIERS, 42),
        new ClientReply.Stored(null, 3, REPLIERS, 42),
        new ClientReply.Stored(bytes("ctx"), 1, List.of(), 42),
        new ClientReply.Info("", null, new NodeId("n1"), List.of(), 16 << 20, 0),
        new ClientReply.Info(
            "orders",
            new ClusterId(-1, 2),
            new NodeId("n1"),
            List.of(new ClientReply.Member(new NodeId("n1"), "rack-1", 3)),
            5L << 32,
            42),
        Failed.of(Code.EMPTY_KEY, "key must not be empty", 42),
        Failed.quorum(Code.UNAVAILABLE, "1 of 2 answered", 2, 1, 42),
        Failed.tooManySiblings("100 siblings", 100, bytes("ctx"), 42));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void everyRequestComesBackAsItWas(ClientRequest request) throws DecodeException {
    Frame frame = Frames.only(ClientCodec.encode(7, request));

    assertThat(frame.id()).isEqualTo(7);
    assertThat(frame.kind()).isEqualTo(Frame.Kind.REQUEST);
    Messages.assertSame(ClientCodec.request(frame), request);
  }

  @ParameterizedTest
  @MethodSource("replies")
  void everyReplyComesBackAsItWas(ClientReply reply) throws DecodeException {
    Frame frame = Frames.only(ClientCodec.encode(Long.MIN_VALUE, reply));

    assertThat(frame.id()).isEqualTo(Long.MIN_VALUE);
    assertThat(frame.kind()).isEqualTo(Frame.Kind.REPLY);
    Messages.assertSame(ClientCodec.reply(frame), reply);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeComesBackAsItWas(Code code) throws DecodeException {
    Frame frame = Frames.only(ClientCodec.encode(1, Failed.of(code, "why", 0)));

    assertThat(ClientCodec.reply(frame)).isEqualTo(Failed.of(code, "why", 0));
  }

  @Test
  void bytesOfAGetStayTheSame() {
    byte[] frame = ClientCodec.encode(5, new ClientRequest.Get(bytes("k"), QuorumWish.DEFAULTS));

    assertThat(HexFormat.of().formatHex(frame))
        .isEqualTo("0000000b" + "0805" + "2207" + "0a050a016b1200");
  }

  @Test
  void kindOfRequestThatIsNotKnownIsAnError() {
    Frame frame =
        Frames.only(Frame.encode(1, Frame.Kind.REQUEST, ClientWire.Request.getDefaultInstance()));

    assertThatThrownBy(() -> ClientCodec.request(frame))
        .isInstanceOf(DecodeException.class)
        .hasMessageContaining("not known");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
