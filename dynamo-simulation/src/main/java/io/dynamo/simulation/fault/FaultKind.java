package io.dynamo.simulation.fault;

/** What may go wrong. */
public enum FaultKind {
  /** A node is stopped in order, and started when it is over. */
  STOP(1, 3),
  /** Its process ends at once. */
  KILL(1, 4),
  /** Its machine loses power: what was not synced is gone. */
  CRASH(1, 6),
  /** Its process stands still. */
  PAUSE(1, 4),
  /** Its wall clock jumps; there is no way back. */
  CLOCK_JUMP(1, 2),
  /** All that is on its disk is gone. */
  WIPE(1, 2),
  /** The same of two nodes at once: none of the two may take the other's word that it has all. */
  WIPE_TWO(2, 2),
  /** Its disk is copied at the beginning, and is that copy again at the end. */
  RESTORE(1, 3),
  DISK_FULL(1, 3),
  /** Writes fail, and then they do not. */
  WRITES_FAIL(1, 3),
  /** A sync fails: the store takes no writes until the node is started again. */
  SYNCS_FAIL(1, 2),
  DISK_SLOW(1, 2),
  /** One bit of one record flips; there is no way back. */
  BIT_ROT(1, 1),
  /** Nothing comes through from one node to another. */
  CUT_ONE_WAY(2, 3),
  CUT(2, 4),
  /** One node cannot reach any other, nor be reached. */
  ISOLATE(1, 4),
  /** The nodes fall apart into two sides, for good or again and again. */
  SPLIT(0, 5),
  /** All links lose, double, delay and reorder. */
  ROUGH_NETWORK(0, 3),
  SLOW_LINK(2, 2);

  private final int nodes;
  private final int weight;

  FaultKind(int nodes, int weight) {
    this.nodes = nodes;
    this.weight = weight;
  }

  /** How many nodes it takes. */
  int nodes() {
    return nodes;
  }

  /** How often it is drawn, compared with others. */
  int weight() {
    return weight;
  }

  /** Whether a disk does not hold afterwards what was acknowledged. */
  public boolean destroys() {
    return this == WIPE || this == WIPE_TWO || this == RESTORE || this == BIT_ROT;
  }
}
