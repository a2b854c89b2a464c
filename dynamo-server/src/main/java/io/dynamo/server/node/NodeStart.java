package io.dynamo.server.node;

import com.google.inject.Inject;
import com.google.inject.Singleton;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.partitioning.Partitioning;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Software;
import io.dynamo.membership.FormingResult;
import io.dynamo.membership.FormingSetup;
import io.dynamo.membership.HistoryLog;
import io.dynamo.membership.MembershipPorts;
import io.dynamo.membership.NodeForming;
import io.dynamo.membership.PhiAccrualDetector;
import io.dynamo.replication.actor.Actors;
import io.dynamo.replication.actor.StartRegister;
import io.dynamo.replication.actor.StartSequence;
import io.dynamo.replication.store.PartitionStates;
import io.dynamo.server.config.ConfigurationException;
import io.dynamo.server.config.NodeConfig;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a node from an open directory to serving data: it comes to its history (rule M1), to
 * its incarnation (rule V5), and opens its store to its loops. Each step follows from the end of
 * the one before, on the home loop.
 */
@Singleton
final class NodeStart {
  private static final Logger LOG = LoggerFactory.getLogger(NodeStart.class);

  /** Below this many partitions for each node their shares differ too much (rule M4). */
  private static final int FEW_PARTITIONS = 8;

  private final NodeConfig config;
  private final NodeState state;
  private final NodeLoops loops;
  private final Home home;
  private final NodeStorage storage;
  private final StartSequence sequence;
  private final Partitioning partitioning;
  private final List<Member> initialMembers;
  private final SecureRandom random;
  private final Events events;
  private final NodeOpening opening;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final NodeDetector detector;
  private final Software software;
  private volatile Consumer<RuntimeException> failed = failure -> {};
  private volatile Runnable left = () -> {};
  private @Nullable NodeForming formed;

  @Inject
  NodeStart(
      NodeConfig config,
      NodeState state,
      NodeLoops loops,
      Home home,
      NodeStorage storage,
      StartSequence sequence,
      Partitioning partitioning,
      List<Member> initialMembers,
      SecureRandom random,
      Events events,
      NodeOpening opening,
      NodeDetector detector,
      Software software) {
    this.config = config;
    this.state = state;
    this.loops = loops;
    this.home = home;
    this.storage = storage;
    this.sequence = sequence;
    this.partitioning = partitioning;
    this.initialMembers = initialMembers;
    this.random = random;
    this.events = events;
    this.opening = opening;
    this.detector = detector;
    this.software = software;
  }

  /** Completed when the node serves data; exceptionally if it cannot. */
  CompletionStage<Void> ready() {
    return ready;
  }

  /**
   * Listens and begins; returns when it listens. Blocks.
   *
   * @param onFailure is told, on the home loop, if the node cannot go on
   * @param onLeft is told, on the home loop, if it has left its cluster and keeps nothing any more
   */
  void run(Consumer<RuntimeException> onFailure, Runnable onLeft) {
    failed = onFailure;
    left = onLeft;
    storage
        .setAside()
        .ifPresent(
            aside ->
                LOG.atError()
                    .addKeyValue("aside", aside)
                    .log("a power cut may have torn the store: it was set aside, begins empty"));
    loops.listen();
    loops.home().runOnContext(turn -> guarded(this::form));
  }

  private void form() {
    HistoryLog historyLog = new HistoryLog(storage.log());
    RequestLoop loop = loops.homeLoop();
    MembershipHistory stored = historyLog.read();
    FormingSetup setup =
        new FormingSetup(
            config.id(),
            config.cluster().settings(),
            initialMembers,
            config.cluster().seeds(),
            stored,
            storage.hasRecords(),
            random.nextLong(),
            new FormingSetup.Joiner(self(), software));
    NodeForming forming =
        new NodeForming(
            setup,
            historyLog,
            loop.transport(),
            loop.seeds()::ask,
            loop.scheduler(),
            new Progress(),
            result -> guarded(() -> onFormed(result)));
    formed = forming;
    home.open(
        loops.home(),
        forming,
        new StartRegister(config.id(), sequence.nonce(), storage.log(), loop.transport()));
    openDetector();
    if (stored == null && isNewcomer()) {
      state.onPhase(NodeState.Phase.JOINING);
    }
    forming.start();
  }

  /** From now on this node pings the others. */
  private void openDetector() {
    RequestLoop loop = loops.homeLoop();
    PhiAccrualDetector opened =
        new PhiAccrualDetector(
            config.id(),
            loop.transport(),
            loop.scheduler(),
            random,
            state::members,
            NodeDetector::log);
    detector.open(loops.home(), opened);
    opened.start();
  }

  /** Whether it is none of the first members, so that others have to admit it. */
  private boolean isNewcomer() {
    return initialMembers.stream().noneMatch(member -> member.id().equals(config.id()));
  }

  /** This node as it wants to be known. */
  private Member self() {
    NodeConfig.Joining joining = config.joining();
    String host = joining.peerHost();
    return new Member(
        config.id(),
        host == null ? config.host() : host,
        joining.peerPort() == 0 ? state.ports().peer() : joining.peerPort(),
        joining.zone(),
        joining.weight());
  }

  private void onFormed(FormingResult result) {
    if (result instanceof FormingResult.Refused refused) {
      throw new ConfigurationException(List.of(refused.message()));
    } else if (result instanceof FormingResult.Resumed resumed) {
      onHistory(resumed.history(), "resumed");
    } else if (result instanceof FormingResult.Formed formed) {
      noteFormed(formed.history());
      onHistory(formed.history(), "formed");
    } else if (result instanceof FormingResult.Adopted adopted) {
      if (adopted.whole()) {
        noteFormed(adopted.history());
      }
      onHistory(adopted.history(), "adopted from " + adopted.from());
    }
  }

  /** This node was there from the beginning: it has missed nothing (rule Q2). */
  private void noteFormed(MembershipHistory history) {
    PartitionStates.noteFormed(storage.log(), partitioning.place(history).partitions().size());
  }

  private void onHistory(MembershipHistory history, String how) {
    LOG.atInfo()
        .addKeyValue("cluster", history.clusterId())
        .addKeyValue("members", history.members())
        .log("history {}", how);
    int perNode = history.settings().partitions() / history.members().size();
    if (perNode < FEW_PARTITIONS) {
      LOG.atWarn()
          .addKeyValue("partitions", history.settings().partitions())
          .addKeyValue("members", history.members().size())
          .log("fewer than {} partitions for each node: load will be uneven", FEW_PARTITIONS);
    }
    openMembership(history);
    state.onProgress("announcing this start to the other members");
    RequestLoop loop = loops.homeLoop();
    sequence.announce(
        history.members().stream().map(Member::id).toList(),
        loop.transport(),
        loop.scheduler(),
        new StartSequence.Outcome() {
          @Override
          public void onReady(Actors actors) {
            guarded(() -> open(history, actors));
          }

          @Override
          public void onRefused(String reason) {
            guarded(
                () -> {
                  throw new ConfigurationException(List.of(reason));
                });
          }
        });
  }

  /** From now on the history may grow at any time. */
  private void openMembership(MembershipHistory history) {
    RequestLoop loop = loops.homeLoop();
    NodeMembership membership =
        new NodeMembership(
            onRemoved ->
                new MembershipPorts(
                    config.id(),
                    new HistoryLog(storage.log()),
                    partitioning,
                    loop.transport(),
                    loop.scheduler(),
                    random,
                    detector,
                    software,
                    events,
                    onRemoved),
            history,
            this::publish,
            this::onDeparture);
    Objects.requireNonNull(formed, "a history before forming")
        .follow(membership.cluster()::history);
    home.open(membership);
    boolean tells = config.joining().peerHost() != null || isNewcomer();
    membership.start(tells ? self() : null);
  }

  /** All loops see this ring from now on. */
  private void publish(Ring ring) {
    state.onView(new ClusterView(ring.history(), ring));
    loops.onEach((context, loop) -> loop.onMembers());
  }

  /** Nothing is served any more; the process is about to end. */
  private void onDeparture(NodeMembership.Departure departure) {
    loops.onEach((context, loop) -> loop.shut());
    if (departure.orderly()) {
      LOG.atInfo().addKeyValue("node", config.id()).log(departure.reason());
      state.onProgress(departure.reason());
      state.onPhase(NodeState.Phase.LEFT);
      left.run();
    } else {
      fail(new RemovedException(departure.reason()));
    }
  }

  private void open(MembershipHistory history, Actors actors) {
    opening
        .open(history, actors)
        .onSuccess(
            opened -> {
              state.onPhase(NodeState.Phase.READY);
              LOG.atInfo().addKeyValue("cluster", history.settings().name()).log("ready");
              ready.complete(null);
            })
        .onFailure(failure -> fail(new IllegalStateException("cannot open the store", failure)));
  }

  /** A step that fails ends the start: the node stays up and says why. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(RuntimeException reason) {
    ready.completeExceptionally(reason);
    failed.accept(reason);
  }

  /** What forming tells goes to the log and to {@code /ready}. */
  private final class Progress extends NoEvents {
    @Override
    public void membershipProgress(String text) {
      state.onProgress(text);
      events.membershipProgress(text);
    }
  }
}
