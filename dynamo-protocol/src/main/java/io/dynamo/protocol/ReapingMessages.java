package io.dynamo.protocol;

import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Proof;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.versioning.Actor;
import io.dynamo.protocol.wire.PeerWire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Maps what members ask each other for the reaping of tombstones (rules D2 and D3), and what they
 * answer. What does not fit is an IllegalArgumentException.
 */
final class ReapingMessages {
  private ReapingMessages() {}

  static PeerWire.Prove wire(PeerRequest.Prove prove) {
    PeerWire.Prove.Builder wire = PeerWire.Prove.newBuilder().setPartition(prove.partition());
    prove.entries().forEach(entry -> wire.addEntries(TreeMessages.wire(entry)));
    return wire.build();
  }

  static PeerRequest.Prove prove(PeerWire.Prove wire) {
    return new PeerRequest.Prove(wire.getPartition(), TreeMessages.entries(wire.getEntriesList()));
  }

  static PeerWire.Raise wire(PeerRequest.Raise raise) {
    return PeerWire.Raise.newBuilder()
        .setPartition(raise.partition())
        .setOwners(raise.owners())
        .setGeneration(Generations.wire(raise.generation()))
        .build();
  }

  static PeerRequest.Raise raise(PeerWire.Raise wire) {
    return new PeerRequest.Raise(
        wire.getPartition(), wire.getOwners(), Generations.generation(wire.getGeneration()));
  }

  static PeerWire.Reap wire(PeerRequest.Reap reap) {
    PeerWire.Reap.Builder wire =
        PeerWire.Reap.newBuilder().setPartition(reap.partition()).setGeneration(reap.generation());
    for (Reaping reaping : reap.reapings()) {
      PeerWire.Reaping.Builder one =
          PeerWire.Reaping.newBuilder().setEntry(TreeMessages.wire(reaping.entry()));
      reaping.retired().forEach(actor -> one.addRetired(wire(actor)));
      wire.addReapings(one);
    }
    return wire.build();
  }

  static PeerRequest.Reap reap(PeerWire.Reap wire) {
    List<Reaping> reapings = new ArrayList<>(wire.getReapingsCount());
    for (PeerWire.Reaping one : wire.getReapingsList()) {
      List<Actor> retired = new ArrayList<>(one.getRetiredCount());
      one.getRetiredList().forEach(actor -> retired.add(actor(actor)));
      reapings.add(new Reaping(TreeMessages.entry(one.getEntry()), retired));
    }
    return new PeerRequest.Reap(wire.getPartition(), wire.getGeneration(), reapings);
  }

  static PeerWire.Proven wire(PeerReply.Proven proven) {
    PeerWire.Proven.Builder wire =
        PeerWire.Proven.newBuilder().setGeneration(Generations.wire(proven.generation()));
    for (Proof proof : proven.proofs()) {
      PeerWire.Proof.Builder one =
          PeerWire.Proof.newBuilder().setEntry(TreeMessages.wire(proof.entry()));
      Actor counting = proof.counting();
      wire.addProofs(counting == null ? one : one.setCounting(wire(counting)));
    }
    return wire.build();
  }

  static PeerReply.Proven proven(PeerWire.Proven wire) {
    List<Proof> proofs = new ArrayList<>(wire.getProofsCount());
    for (PeerWire.Proof one : wire.getProofsList()) {
      @Nullable Actor counting = one.hasCounting() ? actor(one.getCounting()) : null;
      proofs.add(new Proof(TreeMessages.entry(one.getEntry()), counting));
    }
    return new PeerReply.Proven(proofs, Generations.generation(wire.getGeneration()));
  }

  static PeerWire.Raised wire(PeerReply.Raised raised) {
    return PeerWire.Raised.newBuilder()
        .setGeneration(Generations.wire(raised.generation()))
        .setOutstanding(raised.outstanding())
        .setNow(raised.now())
        .build();
  }

  static PeerReply.Raised raised(PeerWire.Raised wire) {
    return new PeerReply.Raised(
        Generations.generation(wire.getGeneration()), wire.getNow(), wire.getOutstanding());
  }

  private static PeerWire.Actor wire(Actor actor) {
    return PeerWire.Actor.newBuilder()
        .setNode(actor.node().value())
        .setIncarnation(actor.incarnation())
        .setEpoch(actor.epoch())
        .build();
  }

  private static Actor actor(PeerWire.Actor wire) {
    return new Actor(new NodeId(wire.getNode()), wire.getIncarnation(), wire.getEpoch());
  }
}
