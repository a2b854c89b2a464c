package io.dynamo.replication.tree;

/** Which way records go between two nodes whose trees differ. */
public enum Direction {
  /** Both come to have what one of them has: anti-entropy. */
  BOTH,
  /** This node takes what the other has: a future owner that is filled (rule H1). */
  TAKE,
  /** The other is given all that it may lack: it proves that it has it (rule H3). */
  GIVE
}
