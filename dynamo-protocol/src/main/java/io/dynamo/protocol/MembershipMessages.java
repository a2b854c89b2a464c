package io.dynamo.protocol;

import com.google.protobuf.ByteString;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.request.OriginSummary;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import io.dynamo.protocol.wire.PeerWire;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps what nodes ask each other about the history of the cluster and about joining it (Dynamo
 * §4.8), and what they answer. What does not fit is an IllegalArgumentException.
 */
final class MembershipMessages {
  private MembershipMessages() {}

  static PeerWire.AskHistory wire(PeerRequest.AskHistory ask) {
    PeerWire.AskHistory.Builder wire =
        PeerWire.AskHistory.newBuilder()
            .setAsker(ask.asker().value())
            .setSettings(wire(ask.settings()));
    ask.initialMembers().forEach(member -> wire.addInitialMembers(wire(member)));
    return wire.build();
  }

  static PeerRequest.AskHistory askHistory(PeerWire.AskHistory wire) {
    return new PeerRequest.AskHistory(
        new NodeId(wire.getAsker()),
        settings(wire.getSettings()),
        members(wire.getInitialMembersList()));
  }

  static PeerWire.AskToJoin wire(PeerRequest.AskToJoin ask) {
    return PeerWire.AskToJoin.newBuilder()
        .setMember(wire(ask.member()))
        .setSettings(wire(ask.settings()))
        .setSoftware(wire(ask.software()))
        .build();
  }

  static PeerRequest.AskToJoin askToJoin(PeerWire.AskToJoin wire) {
    return new PeerRequest.AskToJoin(
        member(wire.getMember()), settings(wire.getSettings()), software(wire.getSoftware()));
  }

  static PeerWire.Waiting wire(PeerReply.Waiting waiting) {
    PeerWire.Waiting.Builder wire = PeerWire.Waiting.newBuilder();
    waiting.members().forEach(member -> wire.addMembers(wire(member)));
    return wire.build();
  }

  static PeerReply.Waiting waiting(PeerWire.Waiting wire) {
    return new PeerReply.Waiting(members(wire.getMembersList()));
  }

  static PeerWire.Gossip wire(PeerRequest.Gossip gossip) {
    PeerWire.Gossip.Builder wire =
        PeerWire.Gossip.newBuilder()
            .setFrom(gossip.from().value())
            .setDigest(Wire.field(gossip.digest().toBytes()))
            .setSoftware(wire(gossip.software()));
    gossip.known().forEach(summary -> wire.addKnown(wire(summary)));
    gossip.events().forEach(event -> wire.addEvents(Wire.field(EventFormat.encode(event))));
    return wire.build();
  }

  static PeerRequest.Gossip gossip(PeerWire.Gossip wire) {
    return new PeerRequest.Gossip(
        new NodeId(wire.getFrom()),
        TreeMessages.sum(wire.getDigest()),
        software(wire.getSoftware()),
        summaries(wire.getKnownList()),
        events(wire.getEventsList()));
  }

  static PeerWire.Gossiped wire(PeerReply.Gossiped gossiped) {
    PeerWire.Gossiped.Builder wire =
        PeerWire.Gossiped.newBuilder()
            .setDigest(Wire.field(gossiped.digest().toBytes()))
            .setSoftware(wire(gossiped.software()));
    gossiped.known().forEach(summary -> wire.addKnown(wire(summary)));
    gossiped.events().forEach(event -> wire.addEvents(Wire.field(EventFormat.encode(event))));
    return wire.build();
  }

  static PeerReply.Gossiped gossiped(PeerWire.Gossiped wire) {
    return new PeerReply.Gossiped(
        TreeMessages.sum(wire.getDigest()),
        software(wire.getSoftware()),
        summaries(wire.getKnownList()),
        events(wire.getEventsList()));
  }

  private static PeerWire.OriginSummary wire(OriginSummary summary) {
    return PeerWire.OriginSummary.newBuilder()
        .setOrigin(summary.origin().value())
        .setCount(summary.count())
        .setSum(Wire.field(summary.sum().toBytes()))
        .build();
  }

  private static List<OriginSummary> summaries(List<PeerWire.OriginSummary> wire) {
    List<OriginSummary> summaries = new ArrayList<>(wire.size());
    for (PeerWire.OriginSummary summary : wire) {
      summaries.add(
          new OriginSummary(
              new NodeId(summary.getOrigin()),
              summary.getCount(),
              TreeMessages.sum(summary.getSum())));
    }
    return summaries;
  }

  private static List<MembershipEvent> events(List<ByteString> wire) {
    List<MembershipEvent> events = new ArrayList<>(wire.size());
    for (ByteString field : wire) {
      MembershipEvent event = EventFormat.decode(Wire.bytes(field));
      if (event.id() == null) {
        throw new IllegalArgumentException("a create event is never told by gossip");
      }
      events.add(event);
    }
    return events;
  }

  private static PeerWire.Software wire(Software software) {
    return PeerWire.Software.newBuilder()
        .setVersion(software.version())
        .setLevel(software.level())
        .build();
  }

  private static Software software(PeerWire.Software wire) {
    return new Software(wire.getVersion(), wire.getLevel());
  }

  private static PeerWire.Settings wire(ClusterSettings settings) {
    return PeerWire.Settings.newBuilder()
        .setName(settings.name())
        .setPartitions(settings.partitions())
        .setReplicas(settings.replicas())
        .setReadQuorum(settings.readQuorum())
        .setWriteQuorum(settings.writeQuorum())
        .setPartitioning(settings.partitioning())
        .setVersioning(settings.versioning())
        .setLeafBits(settings.leafBits())
        .build();
  }

  private static ClusterSettings settings(PeerWire.Settings wire) {
    return new ClusterSettings(
        wire.getName(),
        wire.getPartitions(),
        wire.getReplicas(),
        wire.getReadQuorum(),
        wire.getWriteQuorum(),
        wire.getPartitioning(),
        wire.getVersioning(),
        wire.getLeafBits());
  }

  private static PeerWire.Member wire(Member member) {
    return PeerWire.Member.newBuilder()
        .setId(member.id().value())
        .setHost(member.host())
        .setPeerPort(member.peerPort())
        .setZone(member.zone())
        .setWeight(member.weight())
        .build();
  }

  private static Member member(PeerWire.Member wire) {
    return new Member(
        new NodeId(wire.getId()),
        wire.getHost(),
        wire.getPeerPort(),
        wire.getZone(),
        wire.getWeight());
  }

  private static List<Member> members(List<PeerWire.Member> wire) {
    List<Member> members = new ArrayList<>(wire.size());
    wire.forEach(member -> members.add(member(member)));
    return members;
  }
}
