package io.dynamo.ring;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The walk that makes preference lists (Dynamo §4.3): from a token clockwise, each node where it is
 * met first; repeats are skipped. Nodes without a token come last, in the order of their names, so
 * that every list has all members once.
 *
 * <p>If there are at least N zones the walk also passes over a node whose zone has a copy already,
 * until N copies have found distinct zones; those passed over follow in the order they were met.
 * Where the tokens are spaced by zone already, which is everywhere but at a seam that the numbers
 * force, this changes nothing.
 */
final class PreferenceWalk {
  private final NodeId[] names;
  private final String[] zones;
  private final int replicas;
  private final boolean distinctZones;

  /**
   * @param members sorted by name
   * @param replicas N
   */
  PreferenceWalk(List<Member> members, int replicas) {
    this.names = members.stream().map(Member::id).toArray(NodeId[]::new);
    this.zones = members.stream().map(Member::zone).toArray(String[]::new);
    this.replicas = Math.min(replicas, names.length);
    this.distinctZones = new TreeSet<>(Arrays.asList(zones)).size() >= this.replicas;
  }

  /**
   * The preference list of each token.
   *
   * @param tokens the member that has each token, clockwise
   */
  List<List<NodeId>> preferenceLists(int[] tokens) {
    List<List<NodeId>> lists = new ArrayList<>(tokens.length);
    for (int[] order : orders(tokens)) {
      lists.add(Arrays.stream(order).mapToObj(member -> names[member]).toList());
    }
    return lists;
  }

  /**
   * The members in the order of each token's preference list.
   *
   * <p>Going backwards over the ring, the nodes in the order in which they are met from here are
   * those from the next token on, with the node of this token moved to the front.
   */
  int[][] orders(int[] tokens) {
    int[][] orders = new int[tokens.length][];
    int[] order = new int[names.length];
    Arrays.setAll(order, i -> i);
    for (int i = tokens.length - 1; i >= 0; i--) {
      moveToFront(order, tokens[i]);
    }
    for (int i = tokens.length - 1; i >= 0; i--) {
      moveToFront(order, tokens[i]);
      orders[i] = distinctZones ? ownersInDistinctZones(order) : order.clone();
    }
    return orders;
  }

  private static void moveToFront(int[] order, int member) {
    int at = 0;
    while (order[at] != member) {
      at++;
    }
    System.arraycopy(order, 0, order, 1, at);
    order[0] = member;
  }

  private int[] ownersInDistinctZones(int[] order) {
    int[] result = order.clone();
    for (int place = 1; place < replicas; place++) {
      int from = place;
      while (zoneTaken(result, place, result[from])) {
        from++;
      }
      int taken = result[from];
      System.arraycopy(result, place, result, place + 1, from - place);
      result[place] = taken;
    }
    return result;
  }

  private boolean zoneTaken(int[] order, int owners, int member) {
    for (int i = 0; i < owners; i++) {
      if (zones[order[i]].equals(zones[member])) {
        return true;
      }
    }
    return false;
  }
}
