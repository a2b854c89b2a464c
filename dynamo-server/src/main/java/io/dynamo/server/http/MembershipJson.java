package io.dynamo.server.http;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.membership.Roster;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Software;
import io.dynamo.membership.Candidate;
import io.dynamo.membership.PlannedChange;
import io.dynamo.replication.handover.MoveProgress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The membership, plans and moves as JSON. Pure. */
final class MembershipJson {
  private MembershipJson() {}

  static JsonObject overview(MembershipAdmin.Overview overview) {
    Ring ring = overview.ring();
    MembershipHistory history = ring.history();
    JsonArray members = new JsonArray();
    JsonArray former = new JsonArray();
    for (Roster.Entry entry : history.roster()) {
      JsonObject member = member(overview, entry);
      boolean keepsCopies = member.getInteger("copies", 0) > 0;
      (entry.standing().isMember() || keepsCopies ? members : former).add(member);
    }
    JsonArray waiting = new JsonArray();
    for (Candidate candidate : overview.waiting()) {
      waiting.add(described(candidate.member()).mergeIn(software(candidate.software())));
    }
    return new JsonObject()
        .put("cluster", history.settings().name())
        .put("clusterId", history.clusterId().toString())
        .put("history", history.digest().toString())
        .put("movingPartitions", ring.moving().size())
        .put("members", members)
        .put("former", former)
        .put("waiting", waiting)
        .put("pending", pending(ring));
  }

  private static JsonObject member(MembershipAdmin.Overview overview, Roster.Entry entry) {
    Ring ring = overview.ring();
    NodeId node = entry.member().id();
    int copiesToCome =
        (int)
            ring.moving().stream()
                .filter(partition -> partition.futureOwners().contains(node))
                .filter(partition -> !partition.owners().contains(node))
                .count();
    int copiesToGo =
        (int)
            ring.moving().stream()
                .filter(partition -> partition.owners().contains(node))
                .filter(partition -> !partition.futureOwners().contains(node))
                .count();
    return described(entry.member())
        .put("standing", word(entry.standing()))
        .put("answers", !overview.down().contains(node))
        .mergeIn(software(overview.software().getOrDefault(node, Software.UNKNOWN)))
        .put("copies", ring.ownedBy(node).size())
        .put("copiesToCome", copiesToCome)
        .put("copiesToGo", copiesToGo);
  }

  private static JsonObject described(Member member) {
    return new JsonObject()
        .put("node", member.id().value())
        .put("address", address(member.host(), member.peerPort()))
        .put("zone", member.zone())
        .put("weight", member.weight());
  }

  private static JsonObject software(Software software) {
    return new JsonObject()
        .put("software", software.version())
        .put("softwareLevel", software.level());
  }

  private static String word(Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  private static String address(String host, int port) {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** The changes of which something is still to be moved. */
  private static JsonArray pending(Ring ring) {
    JsonArray pending = new JsonArray();
    for (MembershipEvent.Change change : ring.history().changes()) {
      long partitions =
          ring.moving().stream().filter(partition -> concerns(change, partition)).count();
      boolean leaves =
          change instanceof MembershipEvent.Leave
              && ring.history().standing(change.subject()) == Standing.LEAVING;
      if (partitions > 0 || leaves) {
        pending.add(
            new JsonObject()
                .put("event", change.id().toString())
                .put("change", change.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .put("node", change.subject().value())
                .put("movingPartitions", partitions));
      }
    }
    return pending;
  }

  /** Whether the partition comes to, or goes from, a node that the change is about. */
  private static boolean concerns(MembershipEvent.Change change, Partition partition) {
    return isOnItsWay(partition, change.subject())
        || (change instanceof MembershipEvent.Replace replace
            && isOnItsWay(partition, replace.member().id()));
  }

  private static boolean isOnItsWay(Partition partition, NodeId node) {
    return partition.owners().contains(node) != partition.futureOwners().contains(node);
  }

  static JsonObject plan(PlannedChange plan, @Nullable Long estimatedBytes) {
    JsonArray moves = new JsonArray();
    for (Move move : plan.moves()) {
      moves.add(
          new JsonObject()
              .put("token", move.token())
              .put("from", Objects.toString(move.from(), null))
              .put("to", Objects.toString(move.to(), null)));
    }
    JsonArray partitions = new JsonArray();
    for (PlannedChange.Copies copies : plan.copies()) {
      partitions.add(
          new JsonObject()
              .put("partition", copies.partition())
              .put("from", names(copies.from()))
              .put("to", names(copies.to())));
    }
    return new JsonObject()
        .put("plan", plan.digest())
        .put("history", plan.history().toString())
        .put("copiesMoved", plan.copiesMoved())
        .put("estimatedBytes", estimatedBytes)
        .put("partitionsAtRisk", plan.atRisk())
        .put("warnings", new JsonArray(plan.warnings()))
        .put("nodes", shares(plan))
        .put("zones", zones(plan))
        .put("partitions", partitions)
        .put("moves", moves);
  }

  private static JsonArray shares(PlannedChange plan) {
    JsonArray shares = new JsonArray();
    for (PlannedChange.Share share : plan.shares()) {
      shares.add(
          new JsonObject()
              .put("node", share.node().value())
              .put("before", share.before())
              .put("after", share.after()));
    }
    return shares;
  }

  private static JsonArray zones(PlannedChange plan) {
    JsonArray zones = new JsonArray();
    for (PlannedChange.ZoneShare share : plan.zones()) {
      zones.add(
          new JsonObject()
              .put("zone", share.zone())
              .put("before", share.before())
              .put("after", share.after()));
    }
    return zones;
  }

  static JsonObject moves(NodeId node, MembershipAdmin.Moves moves) {
    MoveProgress progress = moves.progress();
    JsonArray partitions = new JsonArray();
    for (MoveProgress.Move move : progress.moving()) {
      partitions.add(
          new JsonObject()
              .put("partition", move.partition())
              .put("role", move.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .put("doing", move.doing())
              .put("bytes", move.bytes())
              .put("seconds", TimeUnit.NANOSECONDS.toSeconds(move.sinceNanos())));
    }
    return new JsonObject()
        .put("node", node.value())
        .put("filled", progress.filled())
        .put("toFill", progress.toFill())
        .put("percent", progress.toFill() == 0 ? 100 : 100L * progress.filled() / progress.toFill())
        .put("bytes", progress.bytes())
        .put("bytesPerSecond", progress.bytesPerSecond())
        .put("expectedSeconds", moves.expectedSeconds())
        .put("partitions", partitions);
  }

  private static JsonArray names(List<NodeId> nodes) {
    JsonArray names = new JsonArray();
    nodes.forEach(node -> names.add(node.value()));
    return names;
  }
}
