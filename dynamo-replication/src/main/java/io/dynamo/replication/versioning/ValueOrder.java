package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.ConflictResolver.Value;
import java.util.Arrays;

/** The order in which resolvers see values: by timestamp, equal ones by their bytes, unsigned. */
final class ValueOrder {
  private ValueOrder() {}

  /** 0 only if both are the same in timestamp and bytes. */
  static int compare(Value left, Value right) {
    int byTime = Long.compare(left.timestamp(), right.timestamp());
    return byTime != 0 ? byTime : Arrays.compareUnsigned(left.bytes(), right.bytes());
  }
}
