package io.dynamo.api.membership;

/**
 * What is fixed for a cluster's whole life when it is created (rule M2). A node configured
 * otherwise is refused.
 *
 * @param name tells clusters apart for people, 1 to 64 characters
 * @param partitions Q: into how many equal parts the ring is cut; a power of two, 1 to 65,536
 * @param replicas N: on how many nodes each key is kept, 1 to 16
 * @param readQuorum R: how many replicas must answer a get that says nothing else, 1 to N
 * @param writeQuorum W: how many replicas must have a put that says nothing else, 1 to N
 * @param partitioning short name of the placement strategy
 * @param versioning short name of the versioning
 * @param leafBits how many first bits of a position name its leaf of the hash tree; at least as
 *     many as the partitions need
 */
public record ClusterSettings(
    String name,
    int partitions,
    int replicas,
    int readQuorum,
    int writeQuorum,
    String partitioning,
    String versioning,
    int leafBits) {

  public ClusterSettings {
    if (name.isEmpty() || name.length() > 64) {
      throw new IllegalArgumentException(
          "cluster name must be 1..64 characters, was " + name.length());
    }
    if (partitions < 1 || partitions > 65_536 || Integer.bitCount(partitions) != 1) {
      throw new IllegalArgumentException(
          "partitions must be a power of two, 1..65536, was " + partitions);
    }
    if (replicas < 1 || replicas > 16) {
      throw new IllegalArgumentException("replicas (N) must be 1..16, was " + replicas);
    }
    if (readQuorum < 1 || readQuorum > replicas) {
      throw new IllegalArgumentException(
          "read-quorum (R) must be 1.." + replicas + " (N), was " + readQuorum);
    }
    if (writeQuorum < 1 || writeQuorum > replicas) {
      throw new IllegalArgumentException(
          "write-quorum (W) must be 1.." + replicas + " (N), was " + writeQuorum);
    }
    if (leafBits < 1 || leafBits > 24 || partitions > 1 << leafBits) {
      throw new IllegalArgumentException(
          "leaf-bits must be 1..24 and give every partition a leaf, was " + leafBits);
    }
  }
}
