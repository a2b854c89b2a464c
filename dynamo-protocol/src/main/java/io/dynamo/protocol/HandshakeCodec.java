package io.dynamo.protocol;

import com.google.protobuf.ByteString;
import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.protocol.wire.FrameWire;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes and reads {@link Hello} and {@link Refused}, the first and the last frames. */
public final class HandshakeCodec {
  private HandshakeCodec() {}

  /** The frame of a hello. */
  public static byte[] encode(Hello hello) {
    FrameWire.Hello.Builder wire =
        FrameWire.Hello.newBuilder()
            .setVersion(hello.version())
            .setRole(
                hello.role() == Hello.Role.PEER
                    ? FrameWire.Hello.Role.PEER
                    : FrameWire.Hello.Role.CLIENT)
            .setNonce(hello.nonce())
            .addAllKeyIds(hello.keyIds());
    ClusterId cluster = hello.cluster();
    if (cluster != null) {
      wire.setCluster(ByteString.copyFrom(cluster.toBytes()));
    }
    NodeId node = hello.node();
    if (node != null) {
      wire.setNode(node.value());
    }
    return Frame.encode(0, Frame.Kind.HELLO, wire.build());
  }

  /** The frame of a refusal. */
  public static byte[] encode(Refused refused) {
    FrameWire.Refused.Reason reason =
        switch (refused.reason()) {
          case VERSION -> FrameWire.Refused.Reason.VERSION;
          case ROLE -> FrameWire.Refused.Reason.ROLE;
          case CLUSTER -> FrameWire.Refused.Reason.CLUSTER;
          case NODE -> FrameWire.Refused.Reason.NODE;
          case KEYS -> FrameWire.Refused.Reason.KEYS;
          case BAD_FRAME -> FrameWire.Refused.Reason.BAD_FRAME;
          case TOO_MANY_CONNECTIONS -> FrameWire.Refused.Reason.TOO_MANY_CONNECTIONS;
          case NOT_READY -> FrameWire.Refused.Reason.NOT_READY;
          case OTHER -> FrameWire.Refused.Reason.REASON_UNSPECIFIED;
        };
    return Frame.encode(
        0,
        Frame.Kind.REFUSED,
        FrameWire.Refused.newBuilder().setReason(reason).setDetail(refused.detail()).build());
  }

  /**
   * The hello in this frame.
   *
   * @throws DecodeException if there is none, or it does not make sense
   */
  public static Hello hello(Frame frame) throws DecodeException {
    if (frame.kind() != Frame.Kind.HELLO) {
      throw new DecodeException("the first frame must be a hello, was " + frame.kind());
    }
    try {
      FrameWire.Hello wire = FrameWire.Hello.parser().parseFrom(frame.content());
      Hello.Role role =
          switch (wire.getRole()) {
            case PEER -> Hello.Role.PEER;
            case CLIENT -> Hello.Role.CLIENT;
            case ROLE_UNSPECIFIED, UNRECOGNIZED ->
                throw new DecodeException("hello of role " + wire.getRoleValue());
          };
      @Nullable ClusterId cluster =
          wire.hasCluster() ? ClusterId.fromBytes(wire.getCluster().toByteArray()) : null;
      @Nullable NodeId node = wire.getNode().isEmpty() ? null : new NodeId(wire.getNode());
      return new Hello(
          wire.getVersion(), role, cluster, node, wire.getNonce(), wire.getKeyIdsList());
    } catch (IOException | IllegalArgumentException e) {
      throw new DecodeException("bad hello: " + e.getMessage(), e);
    }
  }

  /**
   * The refusal in this frame.
   *
   * @throws DecodeException if there is none
   */
  public static Refused refused(Frame frame) throws DecodeException {
    if (frame.kind() != Frame.Kind.REFUSED) {
      throw new DecodeException("no refusal but " + frame.kind());
    }
    try {
      FrameWire.Refused wire = FrameWire.Refused.parser().parseFrom(frame.content());
      Refused.Reason reason =
          switch (wire.getReason()) {
            case VERSION -> Refused.Reason.VERSION;
            case ROLE -> Refused.Reason.ROLE;
            case CLUSTER -> Refused.Reason.CLUSTER;
            case NODE -> Refused.Reason.NODE;
            case KEYS -> Refused.Reason.KEYS;
            case BAD_FRAME -> Refused.Reason.BAD_FRAME;
            case TOO_MANY_CONNECTIONS -> Refused.Reason.TOO_MANY_CONNECTIONS;
            case NOT_READY -> Refused.Reason.NOT_READY;
            case REASON_UNSPECIFIED, UNRECOGNIZED -> Refused.Reason.OTHER;
          };
      return new Refused(reason, wire.getDetail());
    } catch (IOException e) {
      throw new DecodeException("bad refusal: " + e.getMessage(), e);
    }
  }
}
