package io.dynamo.simulation.check;

import io.dynamo.api.Key;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Roster;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.StoreInspection;
import io.dynamo.replication.store.Stores;
import io.dynamo.replication.versioning.DottedVersionVectors;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.cluster.Violations;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.simulation.trace.MessageText;
import io.dynamo.testkit.history.History;
import io.dynamo.testkit.history.HistoryChecker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be true of a cluster that was healed and has settled: nothing acknowledged is lost (a),
 * nothing was invented, came back (c) or is a false sibling (d), owners are equal (b), and changes
 * of the membership have come to their end (h). Owners are those of now: what moved has arrived.
 */
public final class FinalCheck {
  private final SimulatedCluster cluster;
  private final boolean convergence;
  private final SettledMembership membership;

  /**
   * A check of this cluster.
   *
   * @param convergence whether owners must have become equal
   */
  public FinalCheck(SimulatedCluster cluster, boolean convergence) {
    this.cluster = cluster;
    this.convergence = convergence;
    this.membership = new SettledMembership(cluster);
  }

  /** What changes of the membership have not come to yet, in words. */
  public List<String> unsettled(List<String> keys) {
    return membership.faults(keys);
  }

  /** Whether there is nothing more to wait for. */
  public boolean isSettled(List<String> keys) {
    for (SimulatedNode node : members()) {
      if (!node.isReady() || hints(node) > 0) {
        return false;
      }
    }
    return membership.faults(keys).isEmpty()
        && (!convergence || keys.stream().allMatch(key -> states(Key.of(key)).size() == 1));
  }

  /** Tells all that is not as it must be. */
  public void run(List<String> keys, History history, Promises promises) {
    TreeMap<String, List<String>> last = new TreeMap<>();
    keys.forEach(key -> last.put(key, values(Key.of(key))));
    for (var violation : HistoryChecker.check(history, last, promises.excused())) {
      cluster.violations().add(violation.invariant().letter(), violation.toString());
    }
    members().forEach(this::checkNode);
    for (String fault : membership.faults(keys)) {
      if (convergence || !isAnyRotten()) {
        cluster.violations().add('h', fault);
      }
    }
    countChanges();
    if (convergence) {
      keys.forEach(key -> checkEqual(Key.of(key)));
    }
  }

  private List<SimulatedNode> members() {
    MembershipHistory history = cluster.ring().history();
    return cluster.nodes().stream().filter(node -> history.isMember(node.id())).toList();
  }

  private boolean isAnyRotten() {
    return cluster.nodes().stream().anyMatch(one -> cluster.health().isRotten(one.id()));
  }

  private void countChanges() {
    for (Roster.Entry entry : cluster.ring().history().roster()) {
      boolean first = cluster.isFirst(entry.member().id());
      if (!first || entry.standing() != Standing.MEMBER) {
        cluster.counters().add("ended as " + entry.standing());
      }
    }
  }

  private void checkNode(SimulatedNode node) {
    Violations violations = cluster.violations();
    if (!node.isReady()) {
      violations.add('b', node.id() + " does not serve data after all was healed");
      return;
    }
    if (hints(node) > 0 && (convergence || !isAnyRotten())) {
      violations.add('b', node.id() + " still keeps " + hints(node) + " hints");
    }
    if (convergence || !cluster.health().isRotten(node.id())) {
      checkLeaves(node);
    }
  }

  private void checkLeaves(SimulatedNode node) {
    MembershipHistory history = cluster.ring().history();
    try {
      SortedSet<Integer> wrong =
          StoreInspection.wrongLeaves(
              node.engine(Area.RECORDS), history.clusterId(), history.settings().leafBits());
      if (!wrong.isEmpty()) {
        cluster.violations().add('b', node.id() + " has wrong sums of leaves " + wrong);
      }
    } catch (StorageException e) {
      cluster.violations().add('b', node.id() + " has a damaged record: " + e.getMessage());
    }
  }

  private void checkEqual(Key key) {
    SortedSet<String> states = states(key);
    if (states.size() > 1) {
      cluster.violations().add('b', "owners of " + key + " differ: " + states);
    }
  }

  /** What the owners of a key have, as texts; one if they agree. */
  private SortedSet<String> states(Key key) {
    TreeSet<String> states = new TreeSet<>();
    for (SimulatedNode owner : cluster.owners(key)) {
      try {
        states.add(MessageText.of(owner.stored(Area.RECORDS, key)));
      } catch (StorageException e) {
        states.add(owner.id() + ": " + e.getMessage());
      }
    }
    return states;
  }

  private static long hints(SimulatedNode node) {
    Stores stores = node.stores();
    return stores == null ? 0 : stores.hints().hintCount();
  }

  /** All that the owners have, and what is still on its way to them. */
  private List<String> values(Key key) {
    DottedVersionVectors versioning = new DottedVersionVectors();
    Siblings merged = Siblings.NONE;
    for (SimulatedNode node : members()) {
      boolean owner = cluster.owners(key).contains(node);
      try {
        Siblings state = node.stored(owner ? Area.RECORDS : Area.HINTS, key);
        merged = versioning.merge(merged, state);
      } catch (StorageException e) {
        cluster.counters().add("damaged at the end");
      }
    }
    List<String> values = new ArrayList<>();
    for (Version version : merged.live()) {
      values.add(new String(version.value(), StandardCharsets.UTF_8));
    }
    return values;
  }
}
