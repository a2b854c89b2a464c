package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandshakeCodecTest {
  @Test
  void hellosComeBackAsTheyWere() throws DecodeException {
    Hello formed = Hello.peer(new ClusterId(-1, 2), new NodeId("n1"), -7, List.of("a", "b"));
    Hello unformed = Hello.peer(null, new NodeId("n1"), 0, List.of());

    assertThat(HandshakeCodec.hello(Frames.only(HandshakeCodec.encode(formed)))).isEqualTo(formed);
    assertThat(HandshakeCodec.hello(Frames.only(HandshakeCodec.encode(unformed))))
        .isEqualTo(unformed);
    assertThat(HandshakeCodec.hello(Frames.only(HandshakeCodec.encode(Hello.client()))))
        .isEqualTo(Hello.client());
  }

  @Test
  void bytesOfAClientsHelloStayTheSame() {
    assertThat(HexFormat.of().formatHex(HandshakeCodec.encode(Hello.client())))
        .isEqualTo("00000008" + "0800" + "1204" + "08011002");
  }

  @ParameterizedTest
  @EnumSource
  void refusalsComeBackAsTheyWere(Refused.Reason reason) throws DecodeException {
    Refused refused = new Refused(reason, "cluster a, not b");

    assertThat(HandshakeCodec.refused(Frames.only(HandshakeCodec.encode(refused))))
        .isEqualTo(refused);
  }

  @Test
  void otherFramesAreNoHello() {
    assertThatThrownBy(() -> HandshakeCodec.hello(Frames.only(Frame.ping(1))))
        .isInstanceOf(DecodeException.class)
        .hasMessage("the first frame must be a hello, was PING");
  }
}
