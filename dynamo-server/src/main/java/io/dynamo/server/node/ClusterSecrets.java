package io.dynamo.server.node;

import io.dynamo.api.ClusterId;
import io.dynamo.replication.context.ContextSecret;
import io.dynamo.server.config.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The configured secrets of the cluster as replication and handshake use them (rule V8). */
final class ClusterSecrets {
  private final List<ContextSecret> configured;

  ClusterSecrets(Secrets secrets) {
    this.configured = secrets.all().stream().map(ContextSecret::new).toList();
  }

  /** What peers compare in the handshake, the signing one first; none if there is no secret. */
  List<String> keyIds() {
    return configured.stream().map(secret -> Integer.toHexString(secret.keyId())).toList();
  }

  /**
   * What signs contexts. A node without a secret listens on loopback only, so whoever can reach it
   * is trusted: its contexts are protected against damage, by a key that anybody could compute.
   */
  List<ContextSecret> signing(ClusterId cluster) {
    if (!configured.isEmpty()) {
      return configured;
    }
    byte[] open = "dynamo cluster without a secret ".getBytes(StandardCharsets.US_ASCII);
    byte[] key = Arrays.copyOf(open, open.length + ClusterId.BYTES);
    System.arraycopy(cluster.toBytes(), 0, key, open.length, ClusterId.BYTES);
    return List.of(new ContextSecret(key));
  }
}
