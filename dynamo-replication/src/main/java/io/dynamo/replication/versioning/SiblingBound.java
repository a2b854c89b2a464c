package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.Siblings;

/**
 * The bound on siblings (rule V11): {@value Siblings#MAX_VERSIONS} versions, tombstones among them,
 * or {@link Siblings#MAX_VALUE_BYTES} of values. It limits puts only: nothing stored is dropped,
 * and a merge may exceed it. Pure arithmetic.
 */
public final class SiblingBound {
  private SiblingBound() {}

  /**
   * Whether a put is to be refused (409, with the current context). Only one whose result is over
   * the bound is; and of those only one that
   *
   * <ul>
   *   <li>covers none of the stored versions, so that it adds to them, or
   *   <li>replaces exactly one by a larger one, so that the bytes grow further over the bound.
   * </ul>
   *
   * So one that leaves fewer versions than there were always passes, and so does the first version
   * of a key: its size is the business of the limit on values.
   *
   * @param stored before the put
   * @param afterPut what {@link DottedVersionVectors#put} makes of it
   * @param coveredAny whether the context covered at least one stored version
   */
  public static boolean refuses(Siblings stored, Siblings afterPut, boolean coveredAny) {
    int versions = afterPut.versions().size();
    long bytes = afterPut.valueBytes();
    boolean over = versions > Siblings.MAX_VERSIONS || bytes > Siblings.MAX_VALUE_BYTES;
    if (!over || stored.versions().isEmpty() || versions < stored.versions().size()) {
      return false;
    }
    return !coveredAny || bytes > Math.max(stored.valueBytes(), Siblings.MAX_VALUE_BYTES);
  }
}
