package io.dynamo.replication.tree;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.StoreHandler;
import java.util.List;

/**
 * Has a partition become whole here as soon as it was compared with enough other owners (rule Q2).
 * Lives on the home loop.
 */
final class Wholeness {
  private final AntiEntropyPorts ports;
  private final ComparedOwners compared = new ComparedOwners();

  Wholeness(AntiEntropyPorts ports) {
    this.ports = ports;
  }

  /**
   * This node has all that the owner had when the comparison began.
   *
   * @param losses of the partition here when it began
   * @param whole whether the partition was whole on the other owner all the time
   */
  void onCompared(Ring now, Partition partition, NodeId owner, long losses, boolean whole) {
    PartitionState here = state(partition);
    if (!here.whole() && here.losses() == losses && here.compareWith().isEmpty()) {
      compared.add(partition.index(), losses, owner, whole);
      becomeWhole(now, partition, losses);
    }
  }

  /** Where there are no other owners, or all are removed, there is nobody to compare with. */
  void onAlone(Ring now) {
    for (Partition partition : now.ownedBy(ports.self())) {
      if (partition.owners().size() == 1 + removed(now, partition).size()
          && !state(partition).whole()
          && state(partition).compareWith().isEmpty()) {
        becomeWhole(now, partition, state(partition).losses());
      }
    }
  }

  private PartitionState state(Partition partition) {
    return ports.store().partitions().of(partition.index());
  }

  /** The other owners that were removed as dead, and whose place is not taken yet. */
  private List<NodeId> removed(Ring now, Partition partition) {
    return partition.owners().stream()
        .filter(owner -> !now.history().isMember(owner) && !owner.equals(ports.self()))
        .toList();
  }

  private void becomeWhole(Ring now, Partition partition, long losses) {
    int index = partition.index();
    ClusterSettings settings = now.history().settings();
    int others = partition.owners().size() - 1;
    if (!compared.isEnough(
        index,
        losses,
        others,
        removed(now, partition),
        settings.replicas(),
        settings.writeQuorum())) {
      return;
    }
    compared.forget(index);
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.becomeWhole(index, losses, "compared with enough owners"),
            StoreHandler.of(
                whole -> {},
                refusal ->
                    ports
                        .events()
                        .treeExchangeFailed(index, ports.self(), "here: " + refusal.detail())));
  }
}
