package io.dynamo.server.drill;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The end of a drill: waits until a healed cluster has brought all hints home and all owners of
 * each key hold the same, and reads what that is from the owners themselves. No get helps: hints
 * and hash trees must do it (Dynamo §4.6, §4.7).
 */
final class Settling {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final int REPLICAS = 3;

  private final DrillCluster cluster;
  private final SortedSet<String> keys;
  private final Map<String, List<String>> values = new TreeMap<>();
  private String missing = "";

  private Settling(DrillCluster cluster, SortedSet<String> keys) {
    this.cluster = cluster;
    this.keys = keys;
  }

  /** The values of each key, once all owners agree. */
  static Map<String, List<String>> await(DrillCluster cluster, SortedSet<String> keys) {
    cluster.awaitReady();
    Settling settling = new Settling(cluster, keys);
    Poll.until(() -> "no hints are left", LONGEST, () -> cluster.hints(allNodes(cluster)) == 0);
    Poll.until(() -> settling.missing, LONGEST, settling::ownersAgree);
    return settling.values;
  }

  private static int[] allNodes(DrillCluster cluster) {
    return IntStream.rangeClosed(1, cluster.nodes().size()).toArray();
  }

  private boolean ownersAgree() {
    values.clear();
    for (String key : keys) {
      List<String> copies = new ArrayList<>();
      for (DrillNode node : cluster.nodes()) {
        DrillNode.Answer answer = node.ask("/admin/local/" + key);
        if (answer == null || answer.status() == 503) {
          missing = node.name() + " does not tell what it has of " + key;
          return false;
        }
        if (answer.status() != 421) {
          copies.add(answer.status() == 200 ? answer.body() : "");
        }
      }
      if (copies.size() != REPLICAS || copies.stream().distinct().count() > 1) {
        missing = "owners of " + key + " hold the same, not " + copies;
        return false;
      }
      values.put(key, values(copies.get(0)));
    }
    return true;
  }

  private static List<String> values(String copy) {
    List<String> ids = new ArrayList<>();
    if (!copy.isEmpty()) {
      JsonArray siblings = new JsonObject(copy).getJsonArray("siblings");
      for (int i = 0; i < siblings.size(); i++) {
        JsonObject sibling = siblings.getJsonObject(i);
        if (!sibling.getBoolean("tombstone")) {
          ids.add(RecordingClient.idOf(Base64.getDecoder().decode(sibling.getString("value"))));
        }
      }
    }
    return ids;
  }
}
