package io.dynamo.bench.moves;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who owns each partition, as {@code /admin/ring} tells it.
 *
 * @param owners of each partition, in their order
 * @param weights of the members
 */
record Copies(List<TreeSet<String>> owners, TreeMap<String, Integer> weights) {
  static Copies of(JsonObject ring) {
    List<TreeSet<String>> owners = new ArrayList<>();
    JsonArray partitions = ring.getJsonArray("partitions");
    for (int i = 0; i < partitions.size(); i++) {
      TreeSet<String> ofOne = new TreeSet<>();
      JsonArray names = partitions.getJsonObject(i).getJsonArray("owners");
      for (int k = 0; k < names.size(); k++) {
        ofOne.add(names.getString(k));
      }
      owners.add(ofOne);
    }
    TreeMap<String, Integer> weights = new TreeMap<>();
    JsonArray members = ring.getJsonArray("members");
    for (int i = 0; i < members.size(); i++) {
      JsonObject member = members.getJsonObject(i);
      weights.put(member.getString("node"), member.getInteger("weight"));
    }
    return new Copies(owners, weights);
  }

  /** How many copies each node keeps, members without one too. */
  TreeMap<String, Integer> held() {
    TreeMap<String, Integer> held = new TreeMap<>();
    weights.keySet().forEach(node -> held.put(node, 0));
    owners.forEach(ofOne -> ofOne.forEach(node -> held.merge(node, 1, Integer::sum)));
    return held;
  }

  /** How many copies are on nodes that had none of that partition before. */
  int movedSince(Copies before) {
    int moved = 0;
    for (int i = 0; i < owners.size(); i++) {
      for (String node : owners.get(i)) {
        moved += before.owners.get(i).contains(node) ? 0 : 1;
      }
    }
    return moved;
  }

  /**
   * The least that must move from there to shares by weight, where no node can keep more than one
   * copy of a partition: what each node is short of.
   */
  double leastFrom(Copies before) {
    TreeMap<String, Integer> held = before.held();
    double least = 0;
    for (var target : targets().entrySet()) {
      least += Math.max(0, target.getValue() - held.getOrDefault(target.getKey(), 0));
    }
    return least;
  }

  /** The exact share of each member. */
  TreeMap<String, Double> targets() {
    int partitions = owners.size();
    double left = owners.stream().mapToInt(TreeSet::size).sum();
    TreeMap<String, Double> targets = new TreeMap<>();
    TreeSet<String> open = new TreeSet<>(weights.keySet());
    for (boolean changed = true; changed; ) {
      changed = false;
      double weight = open.stream().mapToInt(this::weight).sum();
      for (String node : List.copyOf(open)) {
        if (left * weight(node) / weight >= partitions) {
          targets.put(node, (double) partitions);
          open.remove(node);
          left -= partitions;
          changed = true;
          break;
        }
      }
    }
    double rest = left;
    double weight = open.stream().mapToInt(this::weight).sum();
    open.forEach(node -> targets.put(node, rest * weight(node) / weight));
    return targets;
  }

  private int weight(String node) {
    return weights.getOrDefault(node, 1);
  }

  /** The furthest that a member is off its share, in copies. */
  double furthestOff() {
    double furthest = 0;
    TreeMap<String, Integer> held = held();
    for (var target : targets().entrySet()) {
      furthest =
          Math.max(furthest, Math.abs(held.getOrDefault(target.getKey(), 0) - target.getValue()));
    }
    return furthest;
  }
}
