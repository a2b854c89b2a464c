package io.dynamo.api.versioning;

/**
 * How versions of one key relate (Dynamo §4.4); chosen by {@code dynamo.cluster.versioning} and
 * pinned when the cluster is created. Pure functions without state, callable from any thread.
 *
 * <p>{@link #merge} is commutative, associative and idempotent but for the memory of replaced puts,
 * which is bounded; replicas that exchange states in any order, any number of times, end equal.
 */
public interface Versioning {
  /**
   * The state after a put: drops exactly the versions that the context covers, keeps the others as
   * siblings, adds the new one (rule V1).
   *
   * @param stored what the coordinator has, {@link Siblings#NONE} if nothing
   * @param context what the writer had seen; empty for a blind put
   * @param version the new version; its dot is not covered by {@code stored}
   */
  Siblings put(Siblings stored, VersionVector context, Version version);

  /** The state that knows what both know (rule V2). */
  Siblings merge(Siblings left, Siblings right);

  /**
   * Whether merging {@code other} into {@code state} would change nothing that replicas compare:
   * {@code other} is not ahead in anything.
   */
  boolean covers(Siblings state, Siblings other);
}
