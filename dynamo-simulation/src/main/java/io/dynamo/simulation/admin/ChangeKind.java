package io.dynamo.simulation.admin;

/** What an administrator may have in mind. */
public enum ChangeKind {
  /** A node that waits is admitted; it may crash half-way, or its admission be taken back. */
  JOIN(5),
  /** A member leaves, which may be taken back. */
  LEAVE(3),
  /** A member is destroyed, and given up; it may turn up again. */
  REMOVE(2),
  /** A member is destroyed, and another node takes its place. */
  REPLACE(2),
  /** A member has another capacity. */
  WEIGHT(2),
  /** Two changes are made while the cluster is cut in two, one on each side. */
  ON_TWO_SIDES(3);

  private final int weight;

  ChangeKind(int weight) {
    this.weight = weight;
  }

  /** How often it is drawn, compared with others. */
  int weight() {
    return weight;
  }
}
