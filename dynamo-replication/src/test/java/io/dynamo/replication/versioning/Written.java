package io.dynamo.replication.versioning;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes in few words, as the tests of versions need them. */
final class Written {
  static final DottedVersionVectors VERSIONING = new DottedVersionVectors();

  private Written() {}

  static Dot dot(String node, long counter) {
    return new Dot(new Actor(new NodeId(node), 1, 1), counter);
  }

  static Version version(String node, long counter, String value) {
    return version(node, counter, value, null);
  }

  static Version version(
      String node, long counter, String value, @Nullable RequestIdentity identity) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return Version.of(dot(node, counter), counter, bytes, identity);
  }

  static Siblings put(Siblings stored, VersionVector context, Version version) {
    return VERSIONING.put(stored, context, version);
  }

  static Siblings blind(Siblings stored, Version version) {
    return put(stored, VersionVector.EMPTY, version);
  }

  static Siblings merge(Siblings left, Siblings right) {
    return VERSIONING.merge(left, right);
  }

  static RequestIdentity request(long number) {
    return new RequestIdentity(0, number);
  }

  static List<String> values(Siblings state) {
    return state.versions().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
