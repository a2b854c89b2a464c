package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.Versioning;
import io.dynamo.testkit.versioning.VersioningContract;

/** The laws of versions (rules V1, V2, V10) for dotted version vectors. */
final class DottedVersionVectorsContractTest extends VersioningContract {
  @Override
  protected Versioning versioning() {
    return new DottedVersionVectors();
  }
}
