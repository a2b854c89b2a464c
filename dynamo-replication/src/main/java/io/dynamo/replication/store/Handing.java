package io.dynamo.replication.store;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.node.Events;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.storage.StorageException;
import java.util.List;

/**
 * What a node's writer does to hand partitions over (section H): it follows the ring, seals, notes
 * what was taken and proven, and drops. Each is done only under the view that it was decided under
 * (rule H5), and what it says was done is durable. Belongs to the writer thread; reached by {@link
 * Upkeep#handing}. Whatever cannot be done throws {@link StorageException}.
 */
public final class Handing {
  private static final int PAGE_RECORDS = 256;

  private final Store records;
  private final PartitionStates states;
  private final Events events;

  Handing(Store records, PartitionStates states, Events events) {
    this.records = records;
    this.states = states;
    this.events = events;
  }

  /** From now on writes are taken under the partitions of this ring alone (rule Q5). */
  public Ring follow(Ring now) {
    List<PartitionState> before = states.all();
    for (int changed : states.follow(now)) {
      boolean whole = states.of(changed).whole();
      if (whole != before.get(changed).whole()) {
        events.wholenessChanged(changed, whole, whole ? "handed over" : "owners have changed");
      }
    }
    return now;
  }

  /**
   * Seals a partition (rule H2): what comes later for its present owners is not taken.
   *
   * @return whether it is sealed under this view now
   */
  public boolean seal(PartitionView view) {
    if (!states.isCurrent(view)) {
      return false;
    }
    Seal known = states.of(view.partition()).seal();
    if (known == null || known.view() != view.digest()) {
      records.settle();
      if (!states.of(view.partition()).compareWith().isEmpty()) {
        return false;
      }
      Partition now = states.range(view.partition());
      states.change(view.partition(), state -> state.sealed(now));
      events.partitionSealed(view.partition());
    }
    return true;
  }

  /**
   * Notes that this node, a future owner, has taken what a whole present owner had.
   *
   * @param losses of the partition here when the taking began
   * @return whether it is so under this view
   */
  public boolean noteFilled(PartitionView view, long losses) {
    PartitionState state = states.of(view.partition());
    if (!states.isCurrent(view) || state.losses() != losses) {
      return false;
    }
    records.settle();
    states.change(
        view.partition(), known -> known.taking(taking(known, view.partition()).whenFilled()));
    return true;
  }

  /**
   * Notes that this node holds all that a sealed owner holds (rule H3).
   *
   * @param losses of the partition here before what was held was looked at
   * @param needed how many such owners make sure that all acknowledged writes are held here
   * @return whether it is so under this view
   */
  public boolean noteProven(PartitionView view, NodeId to, long losses, int needed) {
    PartitionState state = states.of(view.partition());
    Partition now = states.range(view.partition());
    if (!states.isCurrent(view) || state.losses() != losses) {
      return false;
    }
    records.settle();
    if (!now.isMoving() || !now.owners().contains(to)) {
      return true;
    }
    Taking taking = taking(state, view.partition());
    long proven = taking.provenTo().stream().filter(known -> !known.equals(to)).count() + 1;
    states.change(view.partition(), known -> known.taking(taking.provenTo(to, proven >= needed)));
    return true;
  }

  private Taking taking(PartitionState state, int partition) {
    Partition now = states.range(partition);
    Taking known = state.taking();
    return known != null && known.view() == now.digest() ? known : Taking.begun(now);
  }

  /**
   * Whether there is nothing of this partition on this node, nor will be as long as it is seen like
   * this: what is taken later is taken under this view or a later one.
   */
  public boolean isClear(PartitionView view) {
    return states.isCurrent(view) && isEmpty(view.partition());
  }

  /** Whether there is anything of this partition on this node. */
  public boolean isEmpty(int partition) {
    Partition range = states.range(partition);
    for (int leaf = range.firstLeaf(); leaf < range.firstLeaf() + range.leaves(); leaf++) {
      if (!records.leafSum(leaf).equals(HashSum.ZERO)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Drops a part of what this node holds of a partition that it is no owner of (rule H6).
   *
   * @param view under which all owners have proven to this node that they hold it
   * @return how many records went, 0 if there is none left, or -1 if the view is another by now or
   *     the partition is not sealed
   */
  public int drop(PartitionView view) {
    Partition now = states.range(view.partition());
    Seal seal = states.of(view.partition()).seal();
    if (!states.isCurrent(view)
        || seal == null
        || seal.view() != view.digest()
        || now.isHolder(states.self())) {
      return -1;
    }
    ScanPage<Place> page =
        records
            .records()
            .scan(now.firstLeaf(), now.leaves(), null, PAGE_RECORDS, (place, record) -> place);
    page.damaged().forEach(place -> records.setAside(List.of(place)));
    records.drop(page.found());
    return page.found().size() + page.damaged().size();
  }
}
