package io.dynamo.simulation.node;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.NodeLog;
import io.dynamo.api.node.Transport;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Software;
import io.dynamo.api.storage.StorageEngine;
import io.dynamo.api.storage.StorageException;
import io.dynamo.membership.ClusterMembership;
import io.dynamo.membership.FormingResult;
import io.dynamo.membership.FormingSetup;
import io.dynamo.membership.HistoryLog;
import io.dynamo.membership.MembershipPorts;
import io.dynamo.membership.NodeForming;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.StartRegister;
import io.dynamo.replication.actor.StartSequence;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.replication.tree.GenerationCheck;
import io.dynamo.testkit.disk.VirtualDisk;
import io.dynamo.testkit.network.VirtualNetwork;
import io.dynamo.testkit.time.Chance;
import io.dynamo.testkit.time.NodeTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One life of a node, from the opening of its disk to serving data: the production classes, wired
 * as the server wires them, with one loop. It comes to its history (rule M1), to its incarnation
 * (rule V5), and opens its store.
 */
final class NodeLife {
  private static final Software SOFTWARE = new Software("simulated", Software.LEVEL);
  static final String RECORDS = "records";
  static final String HINTS = "hints";

  private final NodeSetup setup;
  private final NodeTime.Life life;
  private final VirtualDisk disk;
  private final Function<String, NodeId> addresses;
  private final Chance chance;
  private final Watcher watcher;
  private final NodeLog log;
  private final StorageEngine records;
  private final StorageEngine hints;
  private final StartSequence sequence;
  private final Transport transport;
  private final FailureDetector detector;
  private final NodeForming forming;
  private final StartRegister starts;
  private @Nullable NodeData data;
  private @Nullable NodeData opening;
  private @Nullable GenerationCheck generations;
  private @Nullable ClusterMembership membership;

  /** Who is told what becomes of this life. */
  interface Watcher {
    /** It has this history now, durably. */
    void onHistory(MembershipHistory history);

    /** It serves data. */
    void onReady();

    /** It cannot go on: the world, or another node, does not let it. */
    void onFailed(String reason);

    /** It is told that it is no member any more. */
    void onRemoved(String reason);

    /** It met a bug. */
    void onBug(Throwable bug);
  }

  /**
   * Opens the disk and listens.
   *
   * @param addresses which node listens at a peer address
   * @throws StorageException if the disk does not let it
   */
  NodeLife(
      NodeSetup setup,
      NodeTime.Life life,
      VirtualDisk disk,
      VirtualNetwork network,
      Function<String, NodeId> addresses,
      Chance chance,
      Watcher watcher) {
    this.setup = setup;
    this.life = life;
    this.disk = disk;
    this.addresses = addresses;
    this.chance = chance;
    this.watcher = watcher;
    NodeId self = setup.id();
    Wrapping wrapping = setup.wrapping();
    this.log = wrapping.log(self, disk.log());
    this.records = wrapping.engine(self, Area.RECORDS, disk.openEngine(RECORDS));
    this.hints = wrapping.engine(self, Area.HINTS, disk.openEngine(HINTS));
    this.sequence = StartSequence.begin(self, log, chance, setup.events());
    Transport raw = network.open(self, life, this::handle);
    PingDetector pings = new PingDetector(raw, life, this::others);
    this.detector = wrapping.detector(self, pings);
    this.transport = wrapping.transport(self, pings.heard());
    HistoryLog historyLog = new HistoryLog(log);
    this.forming =
        new NodeForming(
            new FormingSetup(
                self,
                setup.settings(),
                setup.initialMembers(),
                setup.seeds(),
                historyLog.read(),
                hasRecords(records) || hasRecords(hints),
                chance.nextLong(),
                new FormingSetup.Joiner(setup.self(), SOFTWARE)),
            historyLog,
            transport,
            this::askByAddress,
            life,
            setup.events(),
            result -> guarded(() -> onFormed(result)));
    this.starts = new StartRegister(self, sequence.nonce(), log, transport);
    pings.start();
  }

  /** Those that are members as far as this node knows, this one not among them. */
  private List<NodeId> others() {
    ClusterMembership known = membership;
    List<Member> members = known == null ? setup.initialMembers() : known.history().members();
    List<NodeId> others = new ArrayList<>(members.size());
    for (Member member : members) {
      if (!member.id().equals(setup.id())) {
        others.add(member.id());
      }
    }
    return others;
  }

  private void askByAddress(
      String address, PeerRequest request, long timeoutNanos, Transport.ReplyHandler handler) {
    NodeId node = addresses.apply(address);
    if (node.equals(setup.id())) {
      life.schedule(0, () -> handler.onFailure(Transport.Failure.NOT_SENT));
    } else {
      transport.send(node, request, timeoutNanos, handler);
    }
  }

  /** Begins; what follows is told to the watcher. */
  void start() {
    guarded(forming::start);
  }

  private void onFormed(FormingResult result) {
    if (result instanceof FormingResult.Refused refused) {
      watcher.onFailed(refused.message());
    } else if (result instanceof FormingResult.Resumed resumed) {
      onHistory(resumed.history());
    } else if (result instanceof FormingResult.Formed formed) {
      noteFormed(formed.history());
      onHistory(formed.history());
    } else if (result instanceof FormingResult.Adopted adopted) {
      if (adopted.whole()) {
        noteFormed(adopted.history());
      }
      onHistory(adopted.history());
    }
  }

  /** This node was there from the beginning: it has missed nothing (rule Q2). */
  private void noteFormed(MembershipHistory history) {
    PartitionStates.noteFormed(log, setup.partitioning().place(history).partitions().size());
  }

  private void onHistory(MembershipHistory history) {
    membership =
        new ClusterMembership(
            new MembershipPorts(
                setup.id(),
                new HistoryLog(log),
                setup.partitioning(),
                transport,
                life,
                chance,
                detector,
                SOFTWARE,
                setup.events(),
                watcher::onRemoved),
            history,
            this::onRing);
    ClusterMembership begun = membership;
    forming.follow(begun::history);
    watcher.onHistory(begun.history());
    begun.start();
    sequence.announce(
        history.members().stream().map(Member::id).toList(),
        transport,
        life,
        new StartSequence.Outcome() {
          @Override
          public void onReady(Actors actors) {
            guarded(() -> open(actors));
          }

          @Override
          public void onRefused(String reason) {
            watcher.onFailed(reason);
          }
        });
  }

  private void onRing(Ring now) {
    watcher.onHistory(now.history());
    NodeData opened = opening;
    if (opened != null) {
      opened.onRing(now);
    }
  }

  private void open(Actors actors) {
    ClusterMembership known = Objects.requireNonNull(membership);
    boolean lost = PartitionStates.isUnknown(log);
    NodeData opened =
        new NodeData(
            setup,
            known,
            actors,
            new NodeData.Lent(
                life, disk, log, records, hints, transport, detector, chance, watcher::onBug));
    GenerationCheck check =
        new GenerationCheck(
            setup.id(), known.ring(), opened.stores().partitions(), lost, transport, life);
    generations = check;
    opening = opened;
    check.start(opened.local(), failure -> onLearnt(opened, failure));
  }

  private void onLearnt(NodeData opened, @Nullable String failure) {
    if (opening != opened) {
      return;
    }
    if (failure != null) {
      watcher.onFailed(failure);
      return;
    }
    data = opened;
    opened.start();
    watcher.onReady();
  }

  /** Its part in the membership, or null if it has no history yet. */
  @Nullable ClusterMembership membership() {
    return membership;
  }

  /** Has this done on the loop with its part in the membership, if it has one then. */
  void administer(Consumer<ClusterMembership> work) {
    life.run(
        () -> {
          ClusterMembership known = membership;
          if (known != null) {
            work.accept(known);
          }
        });
  }

  /** What is served, or null if nothing is yet. */
  @Nullable NodeData data() {
    return data;
  }

  /** Has the request done on the loop, if it still serves data then. */
  void serve(Consumer<NodeData> request) {
    life.run(
        () -> {
          NodeData serving = data;
          if (serving != null) {
            request.accept(serving);
          }
        });
  }

  /** Ends in order, and tells when that is done. */
  void stop(Runnable done) {
    NodeData serving = opening;
    data = null;
    opening = null;
    if (membership != null) {
      membership.stop();
    }
    if (serving == null) {
      done.run();
      return;
    }
    long end = serving.stop();
    life.schedule(
        Math.max(0, end - life.nanoTime()),
        () -> {
          serving.markCleanStop();
          done.run();
        });
  }

  private void handle(NodeId from, PeerRequest request, Consumer<PeerReply> reply) {
    if (request instanceof PeerRequest.Ping) {
      reply.accept(new PeerReply.Pong(setup.id(), sequence.nonce()));
    } else if (request instanceof PeerRequest.AskHistory ask) {
      reply.accept(forming.answer(ask));
    } else if (request instanceof PeerRequest.AnnounceStart start) {
      starts.onAnnounce(start, reply);
    } else if (request instanceof PeerRequest.Gossip gossip && membership != null) {
      reply.accept(membership.answer(gossip));
    } else if (request instanceof PeerRequest.AskToJoin ask && membership != null) {
      reply.accept(membership.answer(ask));
    } else if (request instanceof PeerRequest.AskGenerations ask && generations != null) {
      reply.accept(generations.answer(ask));
    } else {
      NodeData serving = data;
      if (serving == null) {
        reply.accept(new Refusal(Refusal.Reason.NOT_READY, setup.id() + " does not serve data"));
      } else {
        serving.handle(request, reply);
      }
    }
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (StorageException e) {
      watcher.onFailed(String.valueOf(e.getMessage()));
    }
  }

  private static boolean hasRecords(StorageEngine engine) {
    boolean[] any = {false};
    engine.scan(
        new byte[0],
        null,
        (key, value) -> {
          any[0] = true;
          return false;
        });
    return any[0];
  }
}
