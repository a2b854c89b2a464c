package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers those who ask for the history (rule M1): with what this node has, or with a refusal that
 * names the option in which they differ. Lists of initial members are compared only while there is
 * no history; later a node may well be configured with the list of another time. Not thread-safe:
 * used on the home loop alone.
 */
public final class HistoryResponder {
  private final ClusterSettings settings;
  private final List<Member> initialMembers;
  private final TreeSet<NodeId> askedWhileEmpty = new TreeSet<>();
  private Supplier<@Nullable MembershipHistory> current = () -> null;
  private boolean formed;

  /**
   * @param settings as configured here
   * @param initialMembers as configured here, sorted by name
   */
  public HistoryResponder(ClusterSettings settings, List<Member> initialMembers) {
    this.settings = settings;
    this.initialMembers = List.copyOf(initialMembers);
  }

  /** From now on this is given out. It must be durable already. */
  public void onHistory(MembershipHistory durable) {
    current = () -> durable;
  }

  /** From now on this is asked for what is given out. */
  void follow(Supplier<MembershipHistory> durable) {
    current = durable;
  }

  /** From now on it is told that this node formed the cluster in this start (rule Q2). */
  void onFormed() {
    formed = true;
  }

  /** The answer to one question. */
  public PeerReply answer(PeerRequest.AskHistory request) {
    @Nullable MembershipHistory history = current.get();
    ConfigurationDifference difference =
        ConfigurationDifference.between(
            request.settings(), history == null ? settings : history.settings());
    if (difference == null && history == null) {
      difference = ConfigurationDifference.between(request.initialMembers(), initialMembers);
    }
    if (difference != null) {
      return new Refusal(Refusal.Reason.OTHER_CLUSTER, text(difference, request.asker()));
    }
    if (history == null && isInitial(request.asker())) {
      askedWhileEmpty.add(request.asker());
    }
    return new PeerReply.History(history, formed);
  }

  /** Whether this initial member was told in this start that there is no history here. */
  boolean toldNone(NodeId asker) {
    return askedWhileEmpty.contains(asker);
  }

  private boolean isInitial(NodeId asker) {
    return initialMembers.stream().anyMatch(member -> member.id().equals(asker));
  }

  static String text(ConfigurationDifference difference, NodeId asker) {
    return difference.option()
        + ": "
        + difference.ours()
        + " at "
        + asker
        + ", "
        + difference.theirs()
        + " here";
  }
}
