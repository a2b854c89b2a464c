package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.Refusal;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one node comes to the history of its cluster at its start (rule M1).
 *
 * <p>A node that has a history goes on with it, if it is configured like it. One that is none of
 * the first members is {@link Joining}. One that has none asks all other initial members, in
 * rounds. Whoever has a history gives it, and that is adopted: at once from a member that formed
 * the cluster just now, for then this node has missed nothing (rule Q2), else when all have
 * answered or failed to. Only if all of them answer in one round, and none has one, does it form:
 * then there cannot be a cluster already that it has forgotten. Nodes that form at the same time
 * make the same bytes (rule M2), so it does not matter how many of them do. Until then it waits, as
 * long as it takes, and a node that waits coordinates nothing.
 *
 * <p>It ends with one result. Whatever comes later, or twice, or from an earlier round, changes
 * nothing.
 */
final class Forming {
  /** How long to wait before the next round. */
  static final long ROUND_NANOS = 1_000_000_000L;

  /** What this machine wants done. */
  interface Effects {
    /**
     * Ask this member for its history; the answer goes to {@link Forming#onReply} or {@link
     * Forming#onFailure} with the number of this round.
     */
    void ask(NodeId member, int round);

    /** Call {@link Forming#onTimer} after {@link Forming#ROUND_NANOS}. */
    void startTimer();

    /** Tell the operator. */
    void progress(String text);

    /** The end. A history in it is to be made durable before anything else is done with it. */
    void finish(FormingResult result);

    /** Whether this member was told, in this start, that there is no history here. */
    boolean toldNone(NodeId member);
  }

  private final FormingSetup setup;
  private final Effects effects;
  private final TreeSet<NodeId> outstanding = new TreeSet<>();
  private final TreeMap<NodeId, String> missing = new TreeMap<>();
  private FormingResult.@Nullable Adopted found;
  private String lastProgress = "";
  private int round;
  private boolean ended;

  Forming(FormingSetup setup, Effects effects) {
    this.setup = setup;
    this.effects = effects;
  }

  void start() {
    if (setup.stored() != null) {
      resume(setup.stored());
    } else if (setup.hasData()) {
      refuse(
          "the data directory of "
              + setup.self()
              + " has data but no membership history: dynamo.node.data names the wrong directory,"
              + " or a part of it was lost");
    } else if (setup.selfAmongInitial() != null) {
      startRound();
    } else {
      refuse(
          "dynamo.cluster.initial-members must name this node, "
              + setup.self()
              + ", or dynamo.cluster.seeds the cluster to join; it was \""
              + InitialMembers.print(setup.initialMembers())
              + "\"");
    }
  }

  /** A member answered what was asked in this round. */
  void onReply(NodeId from, int inRound, PeerReply reply) {
    if (ended) {
      return;
    }
    if (reply instanceof PeerReply.History answer && answer.history() != null) {
      onHistory(from, inRound, answer.history(), answer.formed());
    } else if (reply instanceof PeerReply.History) {
      settle(from, inRound, null);
    } else if (reply instanceof Refusal refusal
        && refusal.reason() == Refusal.Reason.OTHER_CLUSTER) {
      refuse(from + " refuses this node: " + refusal.detail());
    } else if (reply instanceof Refusal refusal) {
      settle(from, inRound, refusal.reason() + " " + refusal.detail());
    } else {
      settle(from, inRound, "answered " + reply.getClass().getSimpleName());
    }
  }

  /** There is no answer from this member in this round. */
  void onFailure(NodeId from, int inRound, String reason) {
    if (!ended) {
      settle(from, inRound, reason);
    }
  }

  /** It is time for the next round. */
  void onTimer() {
    if (!ended && outstanding.isEmpty()) {
      startRound();
    }
  }

  private void startRound() {
    round++;
    missing.clear();
    for (Member member : setup.initialMembers()) {
      if (!member.id().equals(setup.self())) {
        outstanding.add(member.id());
      }
    }
    if (outstanding.isEmpty()) {
      form();
      return;
    }
    for (NodeId member : new TreeSet<>(outstanding)) {
      effects.ask(member, round);
    }
  }

  /** One member is done with in this round; after the last one it is known how to go on. */
  private void settle(NodeId from, int inRound, @Nullable String whyMissing) {
    if (inRound != round || !outstanding.remove(from)) {
      return;
    }
    if (whyMissing != null) {
      missing.put(from, whyMissing);
    }
    if (!outstanding.isEmpty()) {
      return;
    }
    if (found != null) {
      end(found);
    } else if (missing.isEmpty()) {
      form();
    } else {
      progress("waiting for " + text(missing) + " to form or find the cluster");
      effects.startTimer();
    }
  }

  private void form() {
    end(
        new FormingResult.Formed(
            MembershipHistories.create(setup.settings(), setup.initialMembers(), setup.nonce())));
  }

  /** It goes on as itself, and lets its peers know if it has another address now. */
  private void resume(MembershipHistory stored) {
    String objection = setup.objection(stored);
    if (objection != null) {
      refuse(objection);
    } else {
      end(new FormingResult.Resumed(stored));
    }
  }

  private void onHistory(NodeId from, int inRound, MembershipHistory history, boolean formed) {
    String objection = objection(history);
    if (objection != null) {
      refuse(from + " has a history that this node cannot adopt: " + objection);
    } else if (formed && effects.toldNone(from)) {
      end(new FormingResult.Adopted(history, from.value(), true));
    } else {
      found = new FormingResult.Adopted(history, from.value(), false);
      if (outstanding.isEmpty()) {
        end(found);
      } else {
        settle(from, inRound, null);
      }
    }
  }

  /** Why this node cannot adopt this history, or null if it can. */
  private @Nullable String objection(MembershipHistory history) {
    String objection = setup.objection(history);
    Member configured = setup.selfAmongInitial();
    Member member = history.member(setup.self());
    if (objection != null || configured == null || member == null) {
      return objection;
    }
    return sameAddress(configured, member)
        ? null
        : "dynamo.cluster.initial-members = " + configured + " here, " + member + " in the cluster";
  }

  private static boolean sameAddress(Member one, Member other) {
    return one.host().equals(other.host()) && one.peerPort() == other.peerPort();
  }

  private void refuse(String message) {
    end(new FormingResult.Refused(message));
  }

  private void end(FormingResult result) {
    ended = true;
    effects.finish(result);
  }

  /** Says what is new; a wait of hours is one line. */
  private void progress(String text) {
    if (!text.equals(lastProgress)) {
      lastProgress = text;
      effects.progress(text);
    }
  }

  private static String text(Map<NodeId, String> missing) {
    return missing.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }
}
