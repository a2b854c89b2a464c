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
 * @param seal that it takes nothing more for the present owners (rule H2), or null. Under another
 *     view than that of now it stands apart: see {@link #isApart}
 * @param taking what it has done as a future owner, or null
 * @param compareWith the owners to be that this node once sealed the partition for, and that came
 *     to nothing: what they acknowledged meanwhile it must have before it is whole again (rules H2,
 *     Q2); empty in normal life
 * @param lost whether this node itself has lost something of what those acknowledged
 */
public record PartitionState(
    boolean whole,
    Generation generation,
    long losses,
    @Nullable Seal seal,
    @Nullable Taking taking,
    List<NodeId> compareWith,
    boolean lost) {
  /** Of a node that has nothing and knows nothing. */
  static final PartitionState UNKNOWN =
      new PartitionState(false, Generation.ZERO, 0, null, null, List.of(), false);

  public PartitionState {
    compareWith = List.copyOf(compareWith);
  }

  /**
   * Whether the partition is sealed here under this view. A late event may bring back a view that
   * another had ended: then the seal of before still stands apart.
   */
  public boolean isSealed(long view) {
    return seal != null && seal.view() == view && compareWith.isEmpty();
  }

  /**
   * Whether it was sealed for a hand-over that did not come about. Another owner may not know that
   * yet, and count on this seal: so what this node takes counts neither as an owner's nor as a
   * future one's until all owners have told that they know.
   */
  public boolean isApart(long view) {
    return seal != null && !isSealed(view);
  }

  /**
   * Whether it is sealed and this node is not among the owners to come: it takes nothing at all.
   */
  public boolean isClosed(NodeId self, long view) {
    return isSealed(view) && seal != null && !seal.successors().contains(self);
  }

  /** Whether this node, a future owner, has taken what a whole present owner had (rule H1). */
  public boolean isFilled(long view) {
    return taking != null && taking.filled() && taking.view() == view;
  }

  /** Whether it is filled and has all that it acknowledged as a future owner (rule H4). */
  public boolean isFilledAndWhole(long view) {
    return taking != null && taking.filled() && !taking.lost() && taking.view() == view;
  }

  /** It holds all that it ever acknowledged. */
  PartitionState becomingWhole() {
    Seal left = compareWith.isEmpty() ? seal : null;
    return new PartitionState(true, generation, losses, left, taking, List.of(), false);
  }

  /**
   * Something that it held is gone. A sealed owner would never be whole again, for it takes
   * nothing: it stands apart, compares, and seals anew.
   */
  PartitionState losing() {
    Taking left = taking == null ? null : taking.losing();
    List<NodeId> with = seal != null && whole ? seal.successors() : compareWith;
    return new PartitionState(false, generation, losses + 1, seal, left, with, true);
  }

  PartitionState at(Generation now) {
    return new PartitionState(whole, now, losses, seal, taking, compareWith, lost);
  }

  PartitionState sealed(Partition now) {
    Seal sealing = new Seal(now.digest(), now.futureOwners());
    return new PartitionState(whole, generation, losses, sealing, taking, compareWith, lost);
  }

  PartitionState taking(@Nullable Taking now) {
    return new PartitionState(whole, generation, losses, seal, now, compareWith, lost);
  }

  /**
   * What becomes of it when the history says this of the partition (rules H2, H5, Q2). What was
   * proven under the view before makes a new owner whole if just that hand-over has come about. So
   * a sealed owner is unsealed; if the hand-over did not come about, it stands apart, and is not
   * whole until it has compared with those who would have been owners. Who owns nothing any more is
   * not whole, and stays sealed.
   */
  PartitionState following(NodeId self, Partition now) {
    boolean owner = now.owners().contains(self);
    PartitionState next = this;
    Taking taken = taking;
    if (taken != null && taken.view() != now.digest()) {
      boolean came = owner && taken.enough() && taken.successors().equals(now.owners());
      next = came ? next.taking(null).becomingWhole() : next.taking(null);
    }
    Seal sealing = seal;
    if (!owner) {
      next = next.owningNothing();
      return sealing == null || sealing.view() == now.digest() ? next : next.sealed(now);
    }
    if (sealing == null || sealing.view() == now.digest()) {
      return next;
    }
    if (sealing.successors().equals(now.owners())) {
      return next.unsealed();
    }
    return next.compareWith().isEmpty() ? next.mustCompare(sealing.successors()) : next;
  }

  private PartitionState owningNothing() {
    return whole || !compareWith.isEmpty()
        ? new PartitionState(false, generation, losses + 1, seal, taking, List.of(), false)
        : this;
  }

  private PartitionState unsealed() {
    return new PartitionState(whole, generation, losses, null, taking, compareWith, lost);
  }

  private PartitionState mustCompare(List<NodeId> with) {
    return new PartitionState(false, generation, losses + 1, seal, taking, with, !whole);
  }
}
