package io.dynamo.replication.store;

import io.dynamo.api.NodeId;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.request.Generation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node knows of one partition; all of it is durable.
 *
 * @param whole whether it holds all that it ever acknowledged of it (rule Q2)
 * @param generation how far reaping has come (rule D3)
 * @param losses how often the partition has ceased to be whole: by it a comparison that began
 *     before is known to prove nothing
 * @param seal that it takes nothing more for the present owners (rule H2), or null
 * @param taking what it has done as a future owner, or null
 * @param compareWith the owners to be that this node once sealed the partition for, and that came
 *     to nothing: what they acknowledged meanwhile it must have before it is whole again (rules H2,
 *     Q2); empty in normal life
 */
public record PartitionState(
    boolean whole,
    Generation generation,
    long losses,
    @Nullable Seal seal,
    @Nullable Taking taking,
    List<NodeId> compareWith) {
  /** Of a node that has nothing and knows nothing. */
  static final PartitionState UNKNOWN =
      new PartitionState(false, Generation.ZERO, 0, null, null, List.of());

  public PartitionState {
    compareWith = List.copyOf(compareWith);
  }

  /** Whether the partition is sealed here. */
  public boolean isSealed() {
    return seal != null;
  }

  /** Whether this node, a future owner, has taken what a whole present owner had (rule H1). */
  public boolean isFilled(long view) {
    return taking != null && taking.filled() && taking.view() == view;
  }

  /**
   * Whether it is sealed and this node is not among the owners to come: it takes nothing at all.
   */
  boolean isClosed(NodeId self) {
    return seal != null && !seal.successors().contains(self);
  }

  PartitionState whole(boolean now) {
    return now
        ? new PartitionState(true, generation, losses, seal, taking, List.of())
        : new PartitionState(false, generation, losses + 1, seal, null, compareWith);
  }

  PartitionState at(Generation now) {
    return new PartitionState(whole, now, losses, seal, taking, compareWith);
  }

  PartitionState sealed(Partition now) {
    Seal sealing = new Seal(now.digest(), now.futureOwners());
    return new PartitionState(whole, generation, losses, sealing, taking, compareWith);
  }

  PartitionState taking(@Nullable Taking now) {
    return new PartitionState(whole, generation, losses, seal, now, compareWith);
  }

  /**
   * What becomes of it when the history says this of the partition (rules H2, H5, Q2). What was
   * proven under the view before makes a new owner whole if just that hand-over has come about. A
   * sealed owner that stays one is unsealed; if the hand-over that it was sealed for did not come
   * about, it is not whole until it has compared with those who would have been owners. Who owns
   * nothing any more is not whole, and stays sealed.
   */
  PartitionState following(NodeId self, Partition now) {
    boolean owner = now.owners().contains(self);
    PartitionState next = this;
    Taking taken = taking;
    if (taken != null && taken.view() != now.digest()) {
      boolean came = owner && taken.enough() && taken.successors().equals(now.owners());
      next = came ? next.taking(null).whole(true) : next.taking(null);
    }
    if (!owner && next.whole()) {
      next = next.whole(false);
    }
    Seal sealing = seal;
    if (sealing == null || sealing.view() == now.digest()) {
      return next;
    }
    if (!owner) {
      return next.sealed(now);
    }
    next = next.unsealed();
    return sealing.successors().equals(now.owners())
        ? next
        : next.mustCompare(sealing.successors());
  }

  private PartitionState unsealed() {
    return new PartitionState(whole, generation, losses, null, taking, compareWith);
  }

  private PartitionState mustCompare(List<NodeId> with) {
    return new PartitionState(false, generation, losses + 1, seal, taking, with);
  }
}
