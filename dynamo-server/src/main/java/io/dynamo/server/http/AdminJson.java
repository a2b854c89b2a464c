package io.dynamo.server.http;

import io.dynamo.api.ClusterId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What operators are shown, as JSON. Pure. */
final class AdminJson {
  private AdminJson() {}

  /** One replica's record with its values: the form of a get's JSON, and dots. */
  static JsonObject local(Siblings state) {
    JsonArray siblings = new JsonArray();
    for (Version version : state.versions()) {
      siblings.add(version(version).put("value", ValueBodies.base64(version.value())));
    }
    return new JsonObject().put("siblings", siblings).put("vector", vector(state.vector()));
  }

  static JsonObject explanation(ClusterInspector.Explanation explanation) {
    JsonArray replicas = new JsonArray();
    for (ClusterInspector.Held held : explanation.replicas()) {
      JsonObject replica =
          new JsonObject()
              .put("node", held.node().value())
              .put("role", held.owner() ? "owner" : "fallback");
      Siblings state = held.state();
      if (state == null) {
        replica.put("failure", held.failure());
      } else {
        JsonArray versions = new JsonArray();
        for (Version version : state.versions()) {
          versions.add(version(version));
        }
        replica.put("versions", versions).put("vector", vector(state.vector()));
      }
      TreeRoot root = held.root();
      if (root != null) {
        replica.put(
            "tree",
            new JsonObject()
                .put("root", root.sum().toString())
                .put("whole", root.whole())
                .put("generation", root.generation().raised())
                .put("completed", root.generation().completed()));
      }
      replicas.add(replica);
    }
    return new JsonObject()
        .put("position", explanation.position().toString())
        .put("partition", explanation.partition())
        .put("treesAgree", explanation.treesAgree())
        .put("replicas", replicas);
  }

  static JsonObject ring(Ring ring) {
    ClusterSettings settings = ring.history().settings();
    JsonArray partitions = new JsonArray();
    for (Partition partition : ring.partitions()) {
      JsonArray owners = new JsonArray();
      partition.owners().forEach(owner -> owners.add(owner.value()));
      partitions.add(
          new JsonObject()
              .put("index", partition.index())
              .put("firstLeaf", partition.firstLeaf())
              .put("leaves", partition.leaves())
              .put("owners", owners));
    }
    return new JsonObject()
        .put("digest", Long.toHexString(ring.digest()))
        .put("cluster", cluster(settings, ring.history().clusterId()))
        .put("members", members(ring))
        .put("partitions", partitions);
  }

  static JsonObject node(NodeStatus status) {
    NodeDescription node = status.describe();
    ClusterId cluster = node.cluster();
    return new JsonObject()
        .put("node", node.node().value())
        .put("clusterName", node.clusterName())
        .put("clusterId", cluster == null ? null : cluster.toString())
        .put("state", node.state())
        .put("obstacles", new JsonArray(status.obstacles()))
        .put("host", node.host())
        .put("httpPort", node.httpPort())
        .put("clientPort", node.clientPort())
        .put("peerPort", node.peerPort())
        .put("engine", node.engine())
        .put("version", node.version())
        .put("ring", status.ringDigest());
  }

  private static JsonObject cluster(ClusterSettings settings, ClusterId id) {
    return new JsonObject()
        .put("name", settings.name())
        .put("id", id.toString())
        .put("partitions", settings.partitions())
        .put("replicas", settings.replicas())
        .put("readQuorum", settings.readQuorum())
        .put("writeQuorum", settings.writeQuorum())
        .put("partitioning", settings.partitioning())
        .put("versioning", settings.versioning())
        .put("leafBits", settings.leafBits());
  }

  /** The share of a member is how much of all copies it keeps, from 0 to 1. */
  private static JsonArray members(Ring ring) {
    long copies = 0;
    for (Partition partition : ring.partitions()) {
      copies += (long) partition.leaves() * partition.owners().size();
    }
    JsonArray members = new JsonArray();
    for (Member member : ring.history().members()) {
      List<Partition> owned = ring.ownedBy(member.id());
      long leaves = 0;
      for (Partition partition : owned) {
        leaves += partition.leaves();
      }
      members.add(
          new JsonObject()
              .put("node", member.id().value())
              .put("host", member.host())
              .put("peerPort", member.peerPort())
              .put("zone", member.zone())
              .put("weight", member.weight())
              .put("partitions", owned.size())
              .put("share", (double) leaves / copies));
    }
    return members;
  }

  private static JsonObject version(Version version) {
    return new JsonObject()
        .put("dot", dot(version.dot()))
        .put("tombstone", version.tombstone())
        .put("timestamp", version.timestamp())
        .put("bytes", version.value().length)
        .put("checksum", Integer.toHexString(version.checksum()));
  }

  private static JsonArray vector(VersionVector vector) {
    JsonArray entries = new JsonArray();
    vector.entries().forEach(entry -> entries.add(dot(entry)));
    return entries;
  }

  /** {@code node/incarnation/epoch:counter}. */
  private static String dot(Dot dot) {
    return dot.toString();
  }
}
