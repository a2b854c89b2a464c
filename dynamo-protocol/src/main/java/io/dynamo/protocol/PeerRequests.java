package io.dynamo.protocol;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.protocol.wire.PeerWire;
import org.jspecify.annotations.Nullable;

/** Maps the requests of the replica protocol. What does not fit is an IllegalArgumentException. */
final class PeerRequests {
  private PeerRequests() {}

  static PeerWire.Request wire(PeerRequest request) {
    PeerWire.Request.Builder wire = PeerWire.Request.newBuilder();
    if (request instanceof PeerRequest.Read read) {
      wire.setRead(
          PeerWire.Read.newBuilder()
              .setKey(Wire.field(read.key().bytes()))
              .setOwners(read.owners()));
    } else if (request instanceof PeerRequest.Merge merge) {
      wire.setMerge(merge(merge.key(), merge.state(), merge.stamp()));
    } else if (request instanceof PeerRequest.KeepHint hint) {
      wire.setKeepHint(merge(hint.key(), hint.state(), hint.stamp()));
    } else if (request instanceof PeerRequest.CoordinatePut put) {
      wire.setCoordinatePut(put(put.command()));
    } else if (request instanceof PeerRequest.AskHistory ask) {
      wire.setAskHistory(MembershipMessages.wire(ask));
    } else if (request instanceof PeerRequest.AnnounceStart start) {
      wire.setAnnounceStart(
          PeerWire.AnnounceStart.newBuilder()
              .setNode(start.node().value())
              .setStartNumber(start.startNumber())
              .setNonce(start.nonce()));
    } else if (request instanceof PeerRequest.Ping) {
      wire.setPing(PeerWire.Ping.getDefaultInstance());
    } else if (request instanceof PeerRequest.AskGenerations ask) {
      wire.setAskGenerations(PeerWire.AskGenerations.newBuilder().setRing(ask.ring()));
    } else if (request instanceof PeerRequest.TreeRoots roots) {
      wire.setTreeRoots(TreeMessages.wire(roots));
    } else if (request instanceof PeerRequest.TreeSums sums) {
      wire.setTreeSums(TreeMessages.wire(sums));
    } else if (request instanceof PeerRequest.LeafEntries entries) {
      wire.setLeafEntries(TreeMessages.wire(entries));
    } else if (request instanceof PeerRequest.Fetch fetch) {
      wire.setFetch(TreeMessages.wire(fetch));
    } else if (request instanceof PeerRequest.Prove prove) {
      wire.setProve(ReapingMessages.wire(prove));
    } else if (request instanceof PeerRequest.Raise raise) {
      wire.setRaise(ReapingMessages.wire(raise));
    } else if (request instanceof PeerRequest.Reap reap) {
      wire.setReap(ReapingMessages.wire(reap));
    } else if (request instanceof PeerRequest.Gossip gossip) {
      wire.setGossip(MembershipMessages.wire(gossip));
    } else if (request instanceof PeerRequest.AskToJoin ask) {
      wire.setAskToJoin(MembershipMessages.wire(ask));
    } else if (request instanceof PeerRequest.AskMoves ask) {
      wire.setAskMoves(MoveMessages.wire(ask));
    } else if (request instanceof PeerRequest.Confirm confirm) {
      wire.setConfirm(MoveMessages.wire(confirm));
    } else {
      throw new IllegalStateException("no wire form of " + request);
    }
    return wire.build();
  }

  static PeerRequest request(PeerWire.Request wire) throws DecodeException {
    return switch (wire.getKindCase()) {
      case READ ->
          new PeerRequest.Read(
              Key.of(Wire.bytes(wire.getRead().getKey())), wire.getRead().getOwners());
      case MERGE ->
          new PeerRequest.Merge(
              Key.of(Wire.bytes(wire.getMerge().getKey())),
              States.state(wire.getMerge().getState()),
              stamp(wire.getMerge()));
      case KEEP_HINT ->
          new PeerRequest.KeepHint(
              Key.of(Wire.bytes(wire.getKeepHint().getKey())),
              States.state(wire.getKeepHint().getState()),
              stamp(wire.getKeepHint()));
      case COORDINATE_PUT -> new PeerRequest.CoordinatePut(put(wire.getCoordinatePut()));
      case ASK_HISTORY -> MembershipMessages.askHistory(wire.getAskHistory());
      case ANNOUNCE_START -> {
        PeerWire.AnnounceStart start = wire.getAnnounceStart();
        yield new PeerRequest.AnnounceStart(
            new NodeId(start.getNode()), start.getStartNumber(), start.getNonce());
      }
      case PING -> new PeerRequest.Ping();
      case TREE_ROOTS -> TreeMessages.roots(wire.getTreeRoots());
      case TREE_SUMS -> TreeMessages.sums(wire.getTreeSums());
      case LEAF_ENTRIES -> TreeMessages.leafEntries(wire.getLeafEntries());
      case FETCH -> TreeMessages.fetch(wire.getFetch());
      case PROVE -> ReapingMessages.prove(wire.getProve());
      case RAISE -> ReapingMessages.raise(wire.getRaise());
      case REAP -> ReapingMessages.reap(wire.getReap());
      case ASK_GENERATIONS -> new PeerRequest.AskGenerations(wire.getAskGenerations().getRing());
      case GOSSIP -> MembershipMessages.gossip(wire.getGossip());
      case ASK_TO_JOIN -> MembershipMessages.askToJoin(wire.getAskToJoin());
      case ASK_MOVES -> MoveMessages.askMoves(wire.getAskMoves());
      case CONFIRM -> MoveMessages.confirm(wire.getConfirm());
      case KIND_NOT_SET -> throw new DecodeException("a kind of request that is not known");
    };
  }

  private static PeerWire.Merge merge(Key key, Siblings state, Stamp stamp) {
    return PeerWire.Merge.newBuilder()
        .setKey(Wire.field(key.bytes()))
        .setState(States.field(state))
        .setOwners(stamp.owners())
        .setGeneration(Generations.wire(stamp.generation()))
        .build();
  }

  private static Stamp stamp(PeerWire.Merge wire) {
    return new Stamp(wire.getOwners(), Generations.generation(wire.getGeneration()));
  }

  private static PeerWire.CoordinatePut put(PutCommand command) {
    Quorum quorum = command.quorum();
    PeerWire.CoordinatePut.Builder wire =
        PeerWire.CoordinatePut.newBuilder()
            .setKey(Wire.field(command.key().bytes()))
            .setContext(States.field(command.context()))
            .setTombstone(command.tombstone())
            .setValue(Wire.field(command.value()))
            .setQuorum(
                PeerWire.Quorum.newBuilder()
                    .setReplies(quorum.replies())
                    .setOwners(quorum.owners())
                    .setSloppy(quorum.sloppy())
                    .setTimeoutNanos(quorum.timeoutNanos()));
    RequestIdentity identity = command.identity();
    if (identity != null) {
      wire.setIdentity(
          PeerWire.Identity.newBuilder().setHigh(identity.high()).setLow(identity.low()));
    }
    return wire.build();
  }

  private static PutCommand put(PeerWire.CoordinatePut wire) {
    PeerWire.Quorum quorum = wire.getQuorum();
    @Nullable RequestIdentity identity =
        wire.hasIdentity()
            ? new RequestIdentity(wire.getIdentity().getHigh(), wire.getIdentity().getLow())
            : null;
    if (wire.getTombstone() && !wire.getValue().isEmpty()) {
      throw new IllegalArgumentException(
          "a tombstone has no value, this one has " + wire.getValue().size() + " bytes");
    }
    return new PutCommand(
        Key.of(Wire.bytes(wire.getKey())),
        States.vector(wire.getContext()),
        wire.getTombstone(),
        Wire.bytes(wire.getValue()),
        identity,
        new Quorum(
            quorum.getReplies(), quorum.getOwners(), quorum.getSloppy(), quorum.getTimeoutNanos()));
  }
}
