package io.dynamo.simulation.check;

import io.dynamo.api.Key;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Roster;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.Stores;
import io.dynamo.simulation.cluster.SimulatedCluster;
import io.dynamo.simulation.node.SimulatedNode;
import java.util.ArrayList;
import java.util.List;

/**
 * How changes of the membership must have ended when all has come to rest (h): one history and one
 * ring; every partition on just N members, or on all if they are fewer, whole and not sealed on
 * each of them; nothing of it anywhere else, be it on a node that left or was never handed
 * anything; and nobody who is still leaving. What was given up is left out: its disk is out of
 * reach. So is what an older copy of its disk brought back to a node that had left.
 */
final class SettledMembership {
  private final SimulatedCluster cluster;

  SettledMembership(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  /** What is not as it must be, in words; nothing if all is. */
  List<String> faults(List<String> keys) {
    List<String> faults = new ArrayList<>();
    Ring ring = cluster.ring();
    for (Roster.Entry entry : ring.history().roster()) {
      SimulatedNode node = cluster.node(entry.member().id());
      if (entry.standing() == Standing.LEAVING) {
        faults.add(node.id() + " is still leaving");
      } else if (entry.standing() == Standing.MEMBER) {
        checkMember(node, ring, faults);
      } else if (node.isReady()) {
        faults.add(node.id() + " serves though it is " + entry.standing());
      }
    }
    for (Partition partition : ring.partitions()) {
      checkOwners(partition, ring.history(), faults);
    }
    keys.forEach(key -> checkStrangers(Key.of(key), faults));
    return faults;
  }

  private static void checkMember(SimulatedNode node, Ring ring, List<String> faults) {
    MembershipHistory known = node.history();
    if (known == null || !known.equals(ring.history())) {
      faults.add(node.id() + " has another history: " + known + ", not " + ring.history());
    }
  }

  private void checkOwners(Partition partition, MembershipHistory history, List<String> faults) {
    String name = "partition " + partition.index();
    if (partition.isMoving()) {
      faults.add(
          name + " is still moving from " + partition.owners() + " to " + partition.futureOwners());
      return;
    }
    long members = history.members().stream().map(Member::id).filter(history::isMember).count();
    if (partition.owners().size() != Math.min(history.settings().replicas(), members)) {
      faults.add(name + " has the owners " + partition.owners() + " of " + members + " members");
    }
    for (SimulatedNode node : cluster.nodes()) {
      Stores stores = node.stores();
      if (stores != null && partition.owners().contains(node.id())) {
        PartitionState state = stores.partitions().of(partition.index());
        if (!state.whole() || state.seal() != null) {
          faults.add(name + " is not whole, or still sealed, on " + node.id() + ": " + state);
        }
      }
    }
  }

  private boolean isOutOfReach(SimulatedNode node) {
    boolean member = cluster.ring().history().isMember(node.id());
    return cluster.health().isGivenUp(node.id())
        || (!member
            && cluster.health().losses().stream()
                .anyMatch(loss -> loss.isOfCopy() && loss.node().equals(node.id())));
  }

  private void checkStrangers(Key key, List<String> faults) {
    Partition partition = cluster.partition(key);
    for (SimulatedNode node : cluster.nodes()) {
      if (!partition.isHolder(node.id()) && !isOutOfReach(node)) {
        try {
          if (!node.stored(Area.RECORDS, key).isNone()) {
            faults.add(
                node.id()
                    + ", which is "
                    + cluster.ring().history().standing(node.id())
                    + ", still has "
                    + key
                    + " of partition "
                    + partition.index()
                    + ", whose owners are "
                    + partition.owners());
          }
        } catch (StorageException e) {
          cluster.counters().add("damaged at the end");
        }
      }
    }
  }
}
