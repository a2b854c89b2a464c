package io.dynamo.protocol;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Replier;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.protocol.wire.PeerWire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maps how a forwarded put ended. What does not fit is an IllegalArgumentException. */
final class PutOutcomes {
  private PutOutcomes() {}

  static PeerWire.PutDone wire(PutOutcome outcome) {
    PeerWire.PutDone.Builder wire = PeerWire.PutDone.newBuilder();
    if (outcome instanceof PutOutcome.Stored stored) {
      wire.setStored(stored(stored));
    } else if (outcome instanceof PutOutcome.Unknown unknown) {
      wire.setUnknown(
          PeerWire.Unknown.newBuilder()
              .setNeeded(unknown.needed())
              .addAllRepliers(wire(unknown.repliers()))
              .setReason(unknown.reason()));
    } else if (outcome instanceof PutOutcome.Unavailable unavailable) {
      wire.setUnavailable(
          PeerWire.Unavailable.newBuilder()
              .setNeeded(unavailable.needed())
              .setReachable(unavailable.reachable())
              .setReason(unavailable.reason()));
    } else if (outcome instanceof PutOutcome.Impossible impossible) {
      wire.setImpossible(
          PeerWire.Impossible.newBuilder()
              .setNeeded(impossible.needed())
              .setMembers(impossible.members()));
    } else if (outcome instanceof PutOutcome.TooManySiblings many) {
      wire.setTooManySiblings(
          PeerWire.TooManySiblings.newBuilder()
              .setContext(States.field(many.context()))
              .setSiblings(many.siblings())
              .setBytes(many.bytes()));
    } else if (outcome instanceof PutOutcome.Refused refused) {
      wire.setRefused(Refusals.wire(refused.reason(), refused.detail()));
    } else {
      throw new IllegalStateException("no wire form of " + outcome);
    }
    return wire.build();
  }

  static PutOutcome outcome(PeerWire.PutDone wire) throws DecodeException {
    return switch (wire.getOutcomeCase()) {
      case STORED -> stored(wire.getStored());
      case UNKNOWN -> {
        PeerWire.Unknown unknown = wire.getUnknown();
        yield new PutOutcome.Unknown(
            unknown.getNeeded(), repliers(unknown.getRepliersList()), unknown.getReason());
      }
      case UNAVAILABLE -> {
        PeerWire.Unavailable unavailable = wire.getUnavailable();
        yield new PutOutcome.Unavailable(
            unavailable.getNeeded(), unavailable.getReachable(), unavailable.getReason());
      }
      case IMPOSSIBLE ->
          new PutOutcome.Impossible(
              wire.getImpossible().getNeeded(), wire.getImpossible().getMembers());
      case TOO_MANY_SIBLINGS -> {
        PeerWire.TooManySiblings many = wire.getTooManySiblings();
        yield new PutOutcome.TooManySiblings(
            States.vector(many.getContext()), many.getSiblings(), many.getBytes());
      }
      case REFUSED ->
          new PutOutcome.Refused(Refusals.reason(wire.getRefused()), wire.getRefused().getDetail());
      case OUTCOME_NOT_SET -> throw new DecodeException("an outcome that is not known");
    };
  }

  private static PeerWire.Stored stored(PutOutcome.Stored stored) {
    PeerWire.Stored.Builder wire =
        PeerWire.Stored.newBuilder()
            .setSiblings(stored.siblings())
            .addAllRepliers(wire(stored.repliers()));
    VersionVector context = stored.context();
    if (context != null) {
      wire.setContext(States.field(context));
    }
    return wire.build();
  }

  private static PutOutcome.Stored stored(PeerWire.Stored wire) {
    @Nullable VersionVector context = wire.hasContext() ? States.vector(wire.getContext()) : null;
    return new PutOutcome.Stored(context, wire.getSiblings(), repliers(wire.getRepliersList()));
  }

  private static List<PeerWire.Replier> wire(List<Replier> repliers) {
    List<PeerWire.Replier> wire = new ArrayList<>(repliers.size());
    for (Replier replier : repliers) {
      wire.add(
          PeerWire.Replier.newBuilder()
              .setNode(replier.node().value())
              .setOwner(replier.owner())
              .build());
    }
    return wire;
  }

  private static List<Replier> repliers(List<PeerWire.Replier> wire) {
    List<Replier> repliers = new ArrayList<>(wire.size());
    for (PeerWire.Replier replier : wire) {
      repliers.add(new Replier(new NodeId(replier.getNode()), replier.getOwner()));
    }
    return repliers;
  }
}
