package io.dynamo.simulation.check;

import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;

/** Takes note of each version that a node makes. */
final class WatchedVersioning implements Versioning {
  private final Versioning versioning;
  private final Watching.LastMade lastMade;

  WatchedVersioning(Versioning versioning, Watching.LastMade lastMade) {
    this.versioning = versioning;
    this.lastMade = lastMade;
  }

  @Override
  public Siblings put(Siblings stored, VersionVector context, Version version) {
    lastMade.version = version;
    return versioning.put(stored, context, version);
  }

  @Override
  public Siblings merge(Siblings left, Siblings right) {
    return versioning.merge(left, right);
  }

  @Override
  public boolean covers(Siblings state, Siblings other) {
    return versioning.covers(state, other);
  }
}
