package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who has asked, a moment ago, to be admitted, and what they are answered (rule M1). */
final class Candidates {
  /** How long a question stands; who waits asks each node more often. */
  static final long KEPT_NANOS = 20_000_000_000L;

  /** More than can be admitted in that time; later ones are not noted. */
  private static final int MOST = 1000;

  private final Scheduler scheduler;
  private final FailureDetector detector;
  private final TreeMap<NodeId, Asked> asked = new TreeMap<>();

  private record Asked(Candidate candidate, long nanos) {}

  Candidates(Scheduler scheduler, FailureDetector detector) {
    this.scheduler = scheduler;
    this.detector = detector;
  }

  /** Those who wait, in the order of their names. */
  List<Candidate> waiting(MembershipHistory history) {
    forgetOld();
    asked.keySet().removeIf(node -> history.member(node) != null);
    return asked.values().stream().map(Asked::candidate).toList();
  }

  private void forgetOld() {
    long now = scheduler.nanoTime();
    asked.values().removeIf(one -> now - one.nanos > KEPT_NANOS);
  }

  PeerReply answer(PeerRequest.AskToJoin ask, MembershipHistory history) {
    ConfigurationDifference difference =
        ConfigurationDifference.between(ask.settings(), history.settings());
    NodeId id = ask.member().id();
    if (difference != null) {
      return new Refusal(Refusal.Reason.OTHER_CLUSTER, HistoryResponder.text(difference, id));
    }
    Standing standing = history.standing(id);
    if (standing == Standing.REMOVED) {
      return new Refusal(Refusal.Reason.REMOVED, HistoryKeeper.whyNoMember(history, id));
    }
    Member known = history.member(id);
    if (known != null) {
      return admitted(ask.member(), known, history);
    }
    forgetOld();
    if (asked.size() < MOST) {
      asked.put(id, new Asked(new Candidate(ask.member(), ask.software()), scheduler.nanoTime()));
    }
    return new PeerReply.Waiting(history.members());
  }

  /** A member that comes from another address, while the known one answers, is somebody else. */
  private PeerReply admitted(Member asking, Member known, MembershipHistory history) {
    asked.remove(asking.id());
    String taken = takenBy(asking, known);
    return taken == null
        ? new PeerReply.History(history, false)
        : new Refusal(Refusal.Reason.OTHER_CLUSTER, taken);
  }

  private @Nullable String takenBy(Member asking, Member known) {
    boolean elsewhere =
        !asking.host().equals(known.host()) || asking.peerPort() != known.peerPort();
    return elsewhere && detector.isUp(known.id())
        ? "the name "
            + known.id()
            + " is that of a member that is up, "
            + known
            + ": dynamo.node.id must be another"
        : null;
  }
}
