package io.dynamo.protocol;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.Refusal;
import io.dynamo.protocol.wire.PeerWire;
import org.jspecify.annotations.Nullable;

/** Maps the replies of the replica protocol. What does not fit is an IllegalArgumentException. */
final class PeerReplies {
  private final HistoryFormat histories;

  PeerReplies(HistoryFormat histories) {
    this.histories = histories;
  }

  PeerWire.Reply wire(PeerReply reply) {
    PeerWire.Reply.Builder wire = PeerWire.Reply.newBuilder();
    if (reply instanceof PeerReply.State state) {
      wire.setState(state(state));
    } else if (reply instanceof PeerReply.Merged merged) {
      wire.setMerged(
          PeerWire.Merged.newBuilder().setSealed(merged.sealed()).setApart(merged.apart()));
    } else if (reply instanceof PeerReply.PutDone done) {
      wire.setPutDone(PutOutcomes.wire(done.outcome()));
    } else if (reply instanceof PeerReply.History history) {
      wire.setHistory(history(history.history(), history.formed()));
    } else if (reply instanceof PeerReply.OtherView other) {
      wire.setSeenOtherwise(
          PeerWire.OtherView.newBuilder().setDigest(Wire.field(other.digest().toBytes())));
    } else if (reply instanceof PeerReply.StartAnswer answer) {
      wire.setStartAnswer(
          PeerWire.StartAnswer.newBuilder()
              .setVerdict(wire(answer.verdict()))
              .setHighestKnown(answer.highestKnown()));
    } else if (reply instanceof PeerReply.Pong pong) {
      wire.setPong(
          PeerWire.Pong.newBuilder()
              .setNode(pong.node().value())
              .setNonce(pong.nonce())
              .setNotReady(!pong.ready()));
    } else if (reply instanceof Refusal refusal) {
      wire.setRefusal(Refusals.wire(refusal.reason(), refusal.detail()));
    } else if (reply instanceof PeerReply.Behind behind) {
      wire.setBehind(Generations.wire(behind.generation()));
    } else if (reply instanceof PeerReply.Roots roots) {
      wire.setRoots(TreeMessages.wire(roots));
    } else if (reply instanceof PeerReply.Sums sums) {
      wire.setSums(TreeMessages.wire(sums));
    } else if (reply instanceof PeerReply.Entries entries) {
      wire.setEntries(TreeMessages.wire(entries));
    } else if (reply instanceof PeerReply.Fetched fetched) {
      wire.setFetched(TreeMessages.wire(fetched));
    } else if (reply instanceof PeerReply.Proven proven) {
      wire.setProven(ReapingMessages.wire(proven));
    } else if (reply instanceof PeerReply.Generations generations) {
      wire.setGenerations(Generations.wire(generations));
    } else if (reply instanceof PeerReply.Raised raised) {
      wire.setRaised(ReapingMessages.wire(raised));
    } else if (reply instanceof PeerReply.Reaped reaped) {
      wire.setReaped(PeerWire.Reaped.newBuilder().setRecords(reaped.records()));
    } else if (reply instanceof PeerReply.Gossiped gossiped) {
      wire.setGossiped(MembershipMessages.wire(gossiped));
    } else if (reply instanceof PeerReply.Waiting waiting) {
      wire.setWaiting(MembershipMessages.wire(waiting));
    } else if (reply instanceof PeerReply.Moves moves) {
      wire.setMoves(MoveMessages.wire(moves));
    } else if (reply instanceof PeerReply.Confirmed) {
      wire.setConfirmed(PeerWire.Confirmed.getDefaultInstance());
    } else if (reply instanceof PeerReply.Sealed) {
      wire.setSealed(PeerWire.Sealed.getDefaultInstance());
    } else {
      throw new IllegalStateException("no wire form of " + reply);
    }
    return wire.build();
  }

  PeerReply reply(PeerWire.Reply wire) throws DecodeException {
    return switch (wire.getKindCase()) {
      case STATE -> state(wire.getState());
      case MERGED ->
          new PeerReply.Merged(wire.getMerged().getSealed(), wire.getMerged().getApart());
      case PUT_DONE -> new PeerReply.PutDone(PutOutcomes.outcome(wire.getPutDone()));
      case HISTORY -> {
        PeerWire.History history = wire.getHistory();
        @Nullable MembershipHistory known =
            history.hasHistory() ? histories.decode(Wire.bytes(history.getHistory())) : null;
        yield new PeerReply.History(known, history.getFormed());
      }
      case OTHER_VIEW -> new PeerReply.OtherView(HashSum.ZERO);
      case SEEN_OTHERWISE ->
          new PeerReply.OtherView(TreeMessages.sum(wire.getSeenOtherwise().getDigest()));
      case START_ANSWER ->
          new PeerReply.StartAnswer(
              verdict(wire.getStartAnswer().getVerdict()), wire.getStartAnswer().getHighestKnown());
      case PONG ->
          new PeerReply.Pong(
              new NodeId(wire.getPong().getNode()),
              wire.getPong().getNonce(),
              !wire.getPong().getNotReady());
      case REFUSAL ->
          new Refusal(Refusals.reason(wire.getRefusal()), wire.getRefusal().getDetail());
      case BEHIND -> new PeerReply.Behind(Generations.generation(wire.getBehind()));
      case ROOTS -> TreeMessages.roots(wire.getRoots());
      case SUMS -> TreeMessages.sums(wire.getSums());
      case ENTRIES -> TreeMessages.entries(wire.getEntries());
      case FETCHED -> TreeMessages.fetched(wire.getFetched());
      case PROVEN -> ReapingMessages.proven(wire.getProven());
      case RAISED -> ReapingMessages.raised(wire.getRaised());
      case GENERATIONS -> Generations.generations(wire.getGenerations());
      case REAPED -> new PeerReply.Reaped(wire.getReaped().getRecords());
      case GOSSIPED -> MembershipMessages.gossiped(wire.getGossiped());
      case WAITING -> MembershipMessages.waiting(wire.getWaiting());
      case MOVES -> MoveMessages.moves(wire.getMoves());
      case CONFIRMED -> new PeerReply.Confirmed();
      case SEALED -> new PeerReply.Sealed();
      case KIND_NOT_SET -> throw new DecodeException("a kind of reply that is not known");
    };
  }

  private static PeerWire.State state(PeerReply.State state) {
    return PeerWire.State.newBuilder()
        .setState(States.field(state.state()))
        .setOwner(state.owner())
        .setWhole(state.whole())
        .setGeneration(Generations.wire(state.generation()))
        .setSealed(state.sealed())
        .build();
  }

  private static PeerReply.State state(PeerWire.State wire) {
    return new PeerReply.State(
        States.state(wire.getState()),
        wire.getOwner(),
        wire.getWhole(),
        Generations.generation(wire.getGeneration()),
        wire.getSealed());
  }

  private PeerWire.History history(@Nullable MembershipHistory history, boolean formed) {
    PeerWire.History.Builder wire = PeerWire.History.newBuilder().setFormed(formed);
    return (history == null ? wire : wire.setHistory(Wire.field(histories.encode(history))))
        .build();
  }

  private static PeerWire.StartAnswer.Verdict wire(PeerReply.Verdict verdict) {
    return switch (verdict) {
      case TAKEN -> PeerWire.StartAnswer.Verdict.TAKEN;
      case KNOWN_HIGHER -> PeerWire.StartAnswer.Verdict.KNOWN_HIGHER;
      case TWIN_ALIVE -> PeerWire.StartAnswer.Verdict.TWIN_ALIVE;
    };
  }

  private static PeerReply.Verdict verdict(PeerWire.StartAnswer.Verdict wire)
      throws DecodeException {
    return switch (wire) {
      case TAKEN -> PeerReply.Verdict.TAKEN;
      case KNOWN_HIGHER -> PeerReply.Verdict.KNOWN_HIGHER;
      case TWIN_ALIVE -> PeerReply.Verdict.TWIN_ALIVE;
      case VERDICT_UNSPECIFIED, UNRECOGNIZED ->
          throw new DecodeException("a verdict that is not known");
    };
  }
}
