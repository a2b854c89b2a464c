package io.dynamo.server.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Software;
import io.dynamo.api.storage.StorageException;
import io.dynamo.membership.Candidate;
import io.dynamo.membership.ChangeRefusedException;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.CommitResult;
import io.dynamo.membership.PlannedChange;
import io.dynamo.replication.handover.HandOver;
import io.dynamo.replication.handover.MoveProgress;
import io.dynamo.server.http.ChangeOrder;
import io.dynamo.server.http.MembershipAdmin;
import io.vertx.core.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What operators ask of the membership, on one request loop: done on the home loop, answered on
 * this one.
 */
final class MembershipOffice implements MembershipAdmin {
  private final NodeId self;
  private final NodeState state;
  private final Home home;
  private final Context loop;
  private final FailureDetector detector;
  private final LongSupplier storedBytes;

  /**
   * An office on this loop.
   *
   * @param storedBytes about how many bytes the node's store has; 0 if nobody can tell. Blocks.
   */
  MembershipOffice(
      NodeId self,
      NodeState state,
      Home home,
      Context loop,
      FailureDetector detector,
      LongSupplier storedBytes) {
    this.self = self;
    this.state = state;
    this.home = home;
    this.loop = loop;
    this.detector = detector;
    this.storedBytes = storedBytes;
  }

  @Override
  public void overview(Consumer<@Nullable Overview> answer) {
    onHome(
        membership -> membership == null ? null : overview(membership.cluster()),
        found -> answer.accept(found));
  }

  private Overview overview(ClusterMembership cluster) {
    TreeMap<NodeId, Software> software = new TreeMap<>();
    List<NodeId> down = new ArrayList<>();
    for (Member member : cluster.history().members()) {
      software.put(member.id(), cluster.software(member.id()));
      if (!member.id().equals(self) && !detector.isUp(member.id())) {
        down.add(member.id());
      }
    }
    return new Overview(cluster.ring(), software, down, cluster.candidates());
  }

  @Override
  public void plan(ChangeOrder order, Consumer<Planned> answer) {
    onHome(
        membership -> {
          if (membership == null) {
            return new Planned.NotReady(notReady());
          }
          try {
            ClusterMembership cluster = membership.cluster();
            return new Planned.Possible(cluster.plan(request(order, cluster.candidates())), null);
          } catch (ChangeRefusedException | IllegalArgumentException e) {
            return new Planned.Impossible(String.valueOf(e.getMessage()));
          }
        },
        planned -> {
          if (planned instanceof Planned.Possible possible) {
            estimate(possible.change(), answer);
          } else {
            answer.accept(planned);
          }
        });
  }

  private void estimate(PlannedChange change, Consumer<Planned> answer) {
    Ring ring = state.view() == null ? null : state.view().ring();
    int kept = ring == null ? 0 : ring.ownedBy(self).size();
    withStoredBytes(
        stored ->
            answer.accept(
                new Planned.Possible(
                    change,
                    stored == 0 || kept == 0 ? null : stored / kept * change.copiesMoved())));
  }

  @Override
  public void commit(ChangeOrder order, String plan, Consumer<Committed> answer) {
    onHome(
        membership -> {
          if (membership == null) {
            return new Committed.NotReady(notReady());
          }
          try {
            ClusterMembership cluster = membership.cluster();
            return new Committed.Decided(
                cluster.commit(request(order, cluster.candidates()), plan));
          } catch (IllegalArgumentException e) {
            return new Committed.Decided(new CommitResult.Refused(String.valueOf(e.getMessage())));
          } catch (StorageException e) {
            return new Committed.NotReady("the history cannot be kept: " + e.getMessage());
          }
        },
        answer);
  }

  @Override
  public void moves(Consumer<@Nullable Moves> answer) {
    onHome(
        membership -> {
          HandOver handOver = home.handOver();
          return handOver == null ? null : handOver.progress();
        },
        progress -> {
          if (progress == null) {
            answer.accept(null);
          } else {
            withStoredBytes(
                stored -> answer.accept(new Moves(progress, seconds(progress, stored))));
          }
        });
  }

  /** By how large a partition that is here is on average, and by how fast it goes. */
  private static @Nullable Long seconds(MoveProgress progress, long stored) {
    int left = progress.toFill() - progress.filled();
    if (left == 0) {
      return progress.moving().isEmpty() ? 0L : null;
    }
    return progress.bytesPerSecond() == 0 || progress.filled() == 0 || stored == 0
        ? null
        : stored / progress.filled() * left / progress.bytesPerSecond();
  }

  /** What an operator wants, with what a newcomer has told of itself while it waits. */
  private static ChangeRequest request(ChangeOrder order, List<Candidate> waiting) {
    if (order instanceof ChangeOrder.Join join) {
      return new ChangeRequest.Join(member(join.newcomer(), waiting));
    } else if (order instanceof ChangeOrder.Leave leave) {
      return new ChangeRequest.Leave(leave.node());
    } else if (order instanceof ChangeOrder.Remove remove) {
      return new ChangeRequest.Remove(remove.node());
    } else if (order instanceof ChangeOrder.Replace replace) {
      return new ChangeRequest.Replace(replace.dead(), member(replace.by(), waiting));
    } else if (order instanceof ChangeOrder.Weight weight) {
      return new ChangeRequest.SetWeight(weight.node(), weight.weight());
    } else if (order instanceof ChangeOrder.Zone zone) {
      return new ChangeRequest.SetZone(zone.node(), zone.zone());
    } else if (order instanceof ChangeOrder.Cancel cancel) {
      return new ChangeRequest.Cancel(cancel.event());
    }
    throw new IllegalStateException("an order that nobody knows: " + order);
  }

  private static Member member(ChangeOrder.Newcomer wanted, List<Candidate> waiting) {
    Member told = null;
    for (Candidate candidate : waiting) {
      if (candidate.member().id().equals(wanted.node())) {
        told = candidate.member();
      }
    }
    String host = wanted.host();
    int port = wanted.peerPort();
    if (host == null) {
      if (told == null) {
        throw new IllegalArgumentException(
            wanted.node()
                + " has not asked this node to be admitted: start it with --seeds, or say where it"
                + " is, as in "
                + wanted.node()
                + "=10.0.0.4:8402");
      }
      host = told.host();
      port = told.peerPort();
    }
    String zone = wanted.zone();
    if (zone == null) {
      zone = told == null ? "" : told.zone();
    }
    int weight = wanted.weight();
    if (weight == 0) {
      weight = told == null ? 1 : told.weight();
    }
    return new Member(wanted.node(), host, port, zone, weight);
  }

  private String notReady() {
    return "the node is not ready: " + String.join("; ", state.obstacles());
  }

  private void withStoredBytes(Consumer<Long> then) {
    loop.owner()
        .executeBlocking(storedBytes::getAsLong, false)
        .onComplete(
            done -> loop.runOnContext(turn -> then.accept(done.succeeded() ? done.result() : 0L)));
  }

  /** Finds something on the home loop, where there may be no membership yet. */
  private <T extends @Nullable Object> void onHome(
      Function<@Nullable NodeMembership, T> find, Consumer<T> answer) {
    boolean asked =
        home.run(
            () -> {
              T found = find.apply(home.membership());
              loop.runOnContext(turn -> answer.accept(found));
            });
    if (!asked) {
      answer.accept(find.apply(null));
    }
  }
}
