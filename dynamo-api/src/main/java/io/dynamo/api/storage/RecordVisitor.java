package io.dynamo.api.storage;

/** Takes the records of a scan, one at a time, on the thread that scans. */
@FunctionalInterface
public interface RecordVisitor {
  /**
   * One record; both arrays are copies that the visitor may keep.
   *
   * @return whether to go on
   */
  boolean visit(byte[] key, byte[] value);
}
