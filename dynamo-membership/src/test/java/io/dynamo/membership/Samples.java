package io.dynamo.membership;

import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import java.util.List;

/** Settings and members for tests. */
final class Samples {
  static final ClusterSettings SETTINGS = settings(256);
  static final List<Member> THREE =
      InitialMembers.parse("n1=127.0.0.1:8402,n2=127.0.0.1:8412,n3=127.0.0.1:8422");

  private Samples() {}

  static ClusterSettings settings(int partitions) {
    return new ClusterSettings(
        "dynamo", partitions, 3, 2, 2, "even-tokens", "dotted-version-vectors", 16);
  }
}
