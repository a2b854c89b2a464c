package io.dynamo.simulation.mutant;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.simulation.node.Wrapping;

/** What comes from another replica replaces what is there. */
final class OverwritingMerge implements Wrapping {
  @Override
  public Versioning versioning(NodeId node, Versioning versioning) {
    return new Versioning() {
      @Override
      public Siblings put(Siblings stored, VersionVector context, Version version) {
        return versioning.put(stored, context, version);
      }

      @Override
      public Siblings merge(Siblings left, Siblings right) {
        return right.isNone() ? left : right;
      }

      @Override
      public boolean covers(Siblings state, Siblings other) {
        return versioning.covers(state, other);
      }
    };
  }
}
