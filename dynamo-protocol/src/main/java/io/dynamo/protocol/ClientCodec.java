package io.dynamo.protocol;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Replier;
import io.dynamo.protocol.wire.ClientWire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes and reads the messages of the client protocol. Thread-safe: it has no state. */
public final class ClientCodec {
  private ClientCodec() {}

  /** The frame of a request, ready to be written. */
  public static byte[] encode(long id, ClientRequest request) {
    ClientWire.Request.Builder wire = ClientWire.Request.newBuilder();
    if (request instanceof ClientRequest.Get get) {
      wire.setGet(
          ClientWire.Get.newBuilder()
              .setKey(Wire.field(get.key()))
              .setQuorum(quorum(get.quorum())));
    } else if (request instanceof ClientRequest.Put put) {
      wire.setPut(put(put));
    } else if (request instanceof ClientRequest.Info) {
      wire.setInfo(ClientWire.Info.getDefaultInstance());
    } else {
      throw new IllegalStateException("no wire form of " + request);
    }
    return Frame.encode(id, Frame.Kind.REQUEST, wire.build());
  }

  /** The frame of a reply, ready to be written. */
  public static byte[] encode(long id, ClientReply reply) {
    ClientWire.Reply.Builder wire = ClientWire.Reply.newBuilder().setRingDigest(reply.ringDigest());
    if (reply instanceof ClientReply.Values values) {
      wire.setValues(values(values));
    } else if (reply instanceof ClientReply.Stored stored) {
      wire.setStored(stored(stored));
    } else if (reply instanceof ClientReply.Info info) {
      wire.setInfo(info(info));
    } else if (reply instanceof ClientReply.Failed failed) {
      wire.setFailed(ClientFailures.wire(failed));
    } else {
      throw new IllegalStateException("no wire form of " + reply);
    }
    return Frame.encode(id, Frame.Kind.REPLY, wire.build());
  }

  /**
   * The request in this frame.
   *
   * @throws DecodeException if there is none, or its kind is not known: the answer is {@link
   *     ClientReply.Code#NOT_UNDERSTOOD}
   */
  public static ClientRequest request(Frame frame) throws DecodeException {
    try {
      ClientWire.Request wire = ClientWire.Request.parser().parseFrom(frame.content());
      return switch (wire.getKindCase()) {
        case GET -> {
          ClientWire.Get get = wire.getGet();
          yield new ClientRequest.Get(Wire.bytes(get.getKey()), wish(get.getQuorum()));
        }
        case PUT -> {
          ClientWire.Put put = wire.getPut();
          yield new ClientRequest.Put(
              Wire.bytes(put.getKey()),
              Wire.bytesIf(put.hasContext(), put.getContext()),
              put.getTombstone(),
              Wire.bytes(put.getValue()),
              Wire.bytesIf(put.hasRequestId(), put.getRequestId()),
              wish(put.getQuorum()));
        }
        case INFO -> new ClientRequest.Info();
        case KIND_NOT_SET -> throw new DecodeException("a kind of request that is not known");
      };
    } catch (IOException e) {
      throw new DecodeException("bad request: " + e.getMessage(), e);
    }
  }

  /**
   * The reply in this frame.
   *
   * @throws DecodeException if there is none, or its kind is not known
   */
  public static ClientReply reply(Frame frame) throws DecodeException {
    try {
      ClientWire.Reply wire = ClientWire.Reply.parser().parseFrom(frame.content());
      long digest = wire.getRingDigest();
      return switch (wire.getKindCase()) {
        case VALUES -> values(wire.getValues(), digest);
        case STORED -> {
          ClientWire.Stored stored = wire.getStored();
          yield new ClientReply.Stored(
              Wire.bytesIf(stored.hasContext(), stored.getContext()),
              stored.getSiblings(),
              repliers(stored.getRepliersList()),
              digest);
        }
        case INFO -> info(wire.getInfo(), digest);
        case FAILED -> ClientFailures.failed(wire.getFailed(), digest);
        case KIND_NOT_SET -> throw new DecodeException("a kind of reply that is not known");
      };
    } catch (IOException | IllegalArgumentException e) {
      throw new DecodeException("bad reply: " + e.getMessage(), e);
    }
  }

  private static ClientWire.Quorum quorum(ClientRequest.QuorumWish wish) {
    return ClientWire.Quorum.newBuilder()
        .setReplies(wish.replies())
        .setOwners(wish.owners())
        .setStrict(!wish.sloppy())
        .setTimeoutNanos(wish.timeoutNanos())
        .build();
  }

  private static ClientRequest.QuorumWish wish(ClientWire.Quorum wire) {
    return new ClientRequest.QuorumWish(
        wire.getReplies(), wire.getOwners(), !wire.getStrict(), wire.getTimeoutNanos());
  }

  private static ClientWire.Put put(ClientRequest.Put put) {
    ClientWire.Put.Builder wire =
        ClientWire.Put.newBuilder()
            .setKey(Wire.field(put.key()))
            .setTombstone(put.tombstone())
            .setValue(Wire.field(put.value()))
            .setQuorum(quorum(put.quorum()));
    byte[] context = put.context();
    if (context != null) {
      wire.setContext(Wire.field(context));
    }
    byte[] requestId = put.requestId();
    if (requestId != null) {
      wire.setRequestId(Wire.field(requestId));
    }
    return wire.build();
  }

  private static ClientWire.Values values(ClientReply.Values values) {
    ClientWire.Values.Builder wire =
        ClientWire.Values.newBuilder().addAllRepliers(wire(values.repliers()));
    byte[] context = values.context();
    if (context != null) {
      wire.setContext(Wire.field(context));
    }
    for (byte[] value : values.values()) {
      wire.addValues(Wire.field(value));
    }
    return wire.build();
  }

  private static ClientReply.Values values(ClientWire.Values wire, long digest) {
    List<byte[]> values = new ArrayList<>(wire.getValuesCount());
    for (int i = 0; i < wire.getValuesCount(); i++) {
      values.add(Wire.bytes(wire.getValues(i)));
    }
    return new ClientReply.Values(
        Wire.bytesIf(wire.hasContext(), wire.getContext()),
        values,
        repliers(wire.getRepliersList()),
        digest);
  }

  private static ClientWire.Stored stored(ClientReply.Stored stored) {
    ClientWire.Stored.Builder wire =
        ClientWire.Stored.newBuilder()
            .setSiblings(stored.siblings())
            .addAllRepliers(wire(stored.repliers()));
    byte[] context = stored.context();
    if (context != null) {
      wire.setContext(Wire.field(context));
    }
    return wire.build();
  }

  private static ClientWire.ClusterInfo info(ClientReply.Info info) {
    ClientWire.ClusterInfo.Builder wire =
        ClientWire.ClusterInfo.newBuilder()
            .setClusterName(info.clusterName())
            .setNode(info.node().value())
            .setMaxValueBytes(info.maxValueBytes());
    ClusterId cluster = info.cluster();
    if (cluster != null) {
      wire.setCluster(Wire.field(cluster.toBytes()));
    }
    for (ClientReply.Member member : info.members()) {
      wire.addMembers(
          ClientWire.Member.newBuilder()
              .setId(member.id().value())
              .setZone(member.zone())
              .setWeight(member.weight()));
    }
    return wire.build();
  }

  private static ClientReply.Info info(ClientWire.ClusterInfo wire, long digest) {
    List<ClientReply.Member> members = new ArrayList<>(wire.getMembersCount());
    for (ClientWire.Member member : wire.getMembersList()) {
      members.add(
          new ClientReply.Member(new NodeId(member.getId()), member.getZone(), member.getWeight()));
    }
    @Nullable ClusterId cluster =
        wire.hasCluster() ? ClusterId.fromBytes(Wire.bytes(wire.getCluster())) : null;
    return new ClientReply.Info(
        wire.getClusterName(),
        cluster,
        new NodeId(wire.getNode()),
        members,
        wire.getMaxValueBytes(),
        digest);
  }

  private static List<ClientWire.Replier> wire(List<Replier> repliers) {
    List<ClientWire.Replier> wire = new ArrayList<>(repliers.size());
    for (Replier replier : repliers) {
      wire.add(
          ClientWire.Replier.newBuilder()
              .setNode(replier.node().value())
              .setOwner(replier.owner())
              .build());
    }
    return wire;
  }

  private static List<Replier> repliers(List<ClientWire.Replier> wire) {
    List<Replier> repliers = new ArrayList<>(wire.size());
    for (ClientWire.Replier replier : wire) {
      repliers.add(new Replier(new NodeId(replier.getNode()), replier.getOwner()));
    }
    return repliers;
  }
}
