package io.dynamo.replication.handover;

import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.store.StoreHandler;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What this node may hold of partitions that it neither owns nor is to own (rule H6): it looks at
 * the disk once for each partition that it comes not to hold, and remembers under which view there
 * was nothing.
 */
final class ForeignCopies {
  private final MovePorts ports;
  private final Consumer<Partition> onFound;
  private final TreeSet<Integer> suspected = new TreeSet<>();

  /** By partition: the view under which there is nothing of it here. */
  private final TreeMap<Integer, Long> clear = new TreeMap<>();

  private long leftTimes;
  private boolean looking;

  /** Of a node; {@code onFound} gets each partition of which there is a copy to be cleared. */
  ForeignCopies(MovePorts ports, Consumer<Partition> onFound) {
    this.ports = ports;
    this.onFound = onFound;
  }

  /** There may be something of this partition. */
  void suspect(int partition) {
    suspected.add(partition);
  }

  /** Whether it is known that there is nothing but what this node holds. */
  boolean areNone() {
    return !looking && suspected.isEmpty();
  }

  /** Whether there is nothing of this partition here, as it is seen now. */
  boolean isClear(Partition partition) {
    Long nothing = clear.get(partition.index());
    return nothing != null && nothing == partition.digest() && !partition.isHolder(ports.self());
  }

  /**
   * Looks at the disk where something is suspected. The store may not know of the owners of now
   * yet, and still take what is of an earlier view: then it is looked at again.
   */
  void look(Ring now) {
    suspectWhatWasLeft();
    if (looking || suspected.isEmpty()) {
      return;
    }
    looking = true;
    List<Partition> suspects =
        suspected.stream()
            .map(now.partitions()::get)
            .filter(partition -> !partition.isHolder(ports.self()))
            .toList();
    suspected.clear();
    ports
        .store()
        .upkeep(
            upkeep ->
                suspects.stream()
                    .filter(suspect -> !upkeep.handing().isClear(MovePorts.view(suspect)))
                    .toList(),
            StoreHandler.of(
                foreign -> onLooked(suspects, foreign),
                refusal -> {
                  looking = false;
                  suspects.forEach(suspect -> suspected.add(suspect.index()));
                }));
  }

  /** A partition may have come and gone between two looks at the ring, and be seen as before. */
  private void suspectWhatWasLeft() {
    PartitionStates.Left left = ports.store().partitions().left();
    if (left.times() > leftTimes) {
      leftTimes = left.times();
      suspected.addAll(left.partitions());
    }
  }

  private void onLooked(List<Partition> suspects, List<Partition> foreign) {
    looking = false;
    for (Partition suspect : suspects) {
      if (foreign.contains(suspect)) {
        found(suspect);
      } else {
        clear.put(suspect.index(), suspect.digest());
      }
    }
  }

  private void found(Partition partition) {
    Partition current = ports.membership().ring().partitions().get(partition.index());
    if (current.isHolder(ports.self())) {
      return;
    }
    if (current.digest() == partition.digest()) {
      onFound.accept(partition);
    } else {
      suspected.add(partition.index());
    }
  }
}
