package io.dynamo.replication.handover;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.storage.StorageException;
import io.dynamo.replication.handover.MoveProgress.Role;
import io.dynamo.replication.store.PartitionState;
import io.dynamo.replication.store.StoreHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of one node in all partitions that move (section H; Dynamo §4.9): it looks at the ring
 * several times a second, has one {@link MoveTask} for each partition with which this node has
 * something to do, and gives a task up when the partition has another view. There is no coordinator
 * of a move: every owner does its own part, and asks the others how far they are.
 *
 * <p>At most {@value #FILLS} partitions are filled at a time. Confined to the home loop.
 */
public final class HandOver {
  static final long INTERVAL_NANOS = 200_000_000L;

  /** How many partitions this node takes at the same time. */
  static final int FILLS = 4;

  private final MovePorts ports;
  private final MovePeers peers;
  private final TreeMap<Integer, Running> running = new TreeMap<>();
  private final ForeignCopies foreign;
  private final MoveRate rate;
  private @Nullable Ring seen;
  private long bytesOfEnded;
  private boolean stopped;

  private record Running(MoveTask task, Role role, long sinceNanos) {}

  /** A node's part that has not begun. */
  public HandOver(MovePorts ports) {
    this.ports = ports;
    this.peers = new MovePeers(ports);
    this.foreign = new ForeignCopies(ports, this::clear);
    this.rate = new MoveRate(ports.scheduler().nanoTime());
  }

  /** Begins. */
  public void start() {
    if (!stopped) {
      look();
      ports.scheduler().schedule(INTERVAL_NANOS, this::start);
    }
  }

  /** Begins nothing more; what is under way ends by itself. */
  public void stop() {
    stopped = true;
  }

  /** Does what can be done now. */
  private void look() {
    Ring now = ports.membership().ring();
    Ring before = seen;
    if (before == null || before.digest() != now.digest()) {
      for (Partition partition : now.partitions()) {
        if (before == null
            || before.partitions().get(partition.index()).digest() != partition.digest()) {
          follow(partition);
        }
      }
      seen = now;
    }
    foreign.look(now);
    begin(now);
    List<Partition> handing = new ArrayList<>();
    TreeSet<Integer> moving = new TreeSet<>();
    for (Running one : running.values()) {
      if (one.role() == Role.HANDS_OVER) {
        handing.add(one.task().partition());
        moving.add(one.task().partition().index());
      }
    }
    peers.retain(moving);
    peers.ask(handing, this::proceed);
    proceed();
    rate.note(ports.scheduler().nanoTime(), bytes());
    leaveWhenNothingIsLeft(now);
  }

  /** What was begun under another view is given up (rule H5). */
  private void follow(Partition partition) {
    Running known = running.get(partition.index());
    if (known != null && known.task().partition().digest() != partition.digest()) {
      end(partition.index(), known);
    }
    if (!partition.isHolder(ports.self())) {
      foreign.suspect(partition.index());
    }
  }

  private void end(int partition, Running known) {
    if (known.role() == Role.CLEARS) {
      foreign.suspect(partition);
    }
    known.task().giveUp();
    bytesOfEnded += known.task().bytes();
    running.remove(partition);
  }

  /** Begins what this node has to do and does not do yet. */
  private void begin(Ring now) {
    for (Partition partition : now.heldBy(ports.self())) {
      if (running.containsKey(partition.index())) {
        continue;
      }
      PartitionState state = ports.state(partition);
      boolean owner = partition.owners().contains(ports.self());
      if (owner && !state.compareWith().isEmpty() && !state.whole()) {
        run(new CompareTask(ports, partition), Role.COMPARES);
      } else if (owner && partition.isMoving()) {
        run(new HandTask(ports, partition, peers), Role.HANDS_OVER);
      } else if (!owner && (!state.isFilled(partition.digest()) || isOrphaned(now, partition))) {
        run(new FillTask(ports, partition), Role.FILLS);
      }
    }
  }

  /** Whether all its present owners were removed as dead. */
  private static boolean isOrphaned(Ring now, Partition partition) {
    return SealRule.alive(partition.owners(), now.history()).isEmpty();
  }

  private void run(MoveTask task, Role role) {
    running.put(task.partition().index(), new Running(task, role, ports.scheduler().nanoTime()));
  }

  private void proceed() {
    int filling = 0;
    for (Running one : running.values()) {
      filling += one.task() instanceof FillTask fill && fill.isRunning() ? 1 : 0;
    }
    for (Map.Entry<Integer, Running> entry : new TreeMap<>(running).entrySet()) {
      MoveTask task = entry.getValue().task();
      if (task instanceof FillTask fill && !fill.isRunning()) {
        if (filling >= FILLS) {
          continue;
        }
        filling++;
      }
      task.proceed();
      ports.events().partitionMoving(entry.getKey(), task.doing());
      if (task.isDone() && entry.getValue().equals(running.get(entry.getKey()))) {
        end(entry.getKey(), entry.getValue());
      }
    }
  }

  private void clear(Partition partition) {
    if (!running.containsKey(partition.index())) {
      run(new ClearTask(ports, partition), Role.CLEARS);
    }
  }

  /** A leaver says that it is gone when nothing is left on it, hints neither (rule Q4). */
  private void leaveWhenNothingIsLeft(Ring now) {
    boolean leaving = now.history().standing(ports.self()) == Standing.LEAVING;
    if (!leaving
        || !now.heldBy(ports.self()).isEmpty()
        || !running.isEmpty()
        || !foreign.areNone()
        || ports.hints().hasHints()) {
      return;
    }
    try {
      ports.membership().add(MembershipEvent.Gone::new);
    } catch (StorageException e) {
      ports.events().membershipProgress("that it is gone cannot be kept: " + e.getMessage());
    }
  }

  /** Answers another holder. */
  public PeerReply answer(PeerRequest.AskMoves request) {
    List<MoveState> states = new ArrayList<>();
    Ring now = ports.membership().ring();
    for (PartitionView view : request.partitions()) {
      if (view.partition() >= 0 && view.partition() < now.partitions().size()) {
        Partition partition = now.partitions().get(view.partition());
        if (partition.digest() == view.digest()) {
          states.add(state(partition));
        }
      }
    }
    return new PeerReply.Moves(states);
  }

  private MoveState state(Partition partition) {
    PartitionState state = ports.state(partition);
    boolean sealed = state.isSealed(partition.digest());
    Running own = running.get(partition.index());
    boolean proven =
        own != null
            && own.task() instanceof HandTask hand
            && hand.partition().digest() == partition.digest()
            && hand.isProven();
    return new MoveState(
        partition.index(),
        state.isFilled(partition.digest()),
        sealed,
        proven || foreign.isClear(partition));
  }

  /** A sealed owner says that this node holds all that it holds (rule H3). */
  public void answer(PeerRequest.Confirm request, Consumer<PeerReply> reply) {
    Ring now = ports.membership().ring();
    PartitionView view = request.view();
    if (view.partition() < 0
        || view.partition() >= now.partitions().size()
        || now.partitions().get(view.partition()).digest() != view.digest()
        || !now.partitions().get(view.partition()).isHolder(ports.self())) {
      reply.accept(new PeerReply.OtherView(now.history().digest()));
      return;
    }
    int needed = SealRule.needed(now.partitions().get(view.partition()), now.history());
    ports
        .store()
        .upkeep(
            upkeep -> upkeep.handing().noteProven(view, request.asker(), request.losses(), needed),
            StoreHandler.of(
                noted -> {
                  if (noted) {
                    onProvenTo(request.asker(), view);
                  }
                  reply.accept(
                      noted
                          ? new PeerReply.Confirmed()
                          : new PeerReply.OtherView(ports.membership().ring().history().digest()));
                },
                reply::accept));
  }

  private void onProvenTo(NodeId asker, PartitionView view) {
    Running own = running.get(view.partition());
    if (own != null
        && own.task() instanceof CompareTask compare
        && compare.partition().digest() == view.digest()) {
      compare.onCompared(asker);
    }
  }

  /** How far this node is. */
  public MoveProgress progress() {
    long now = ports.scheduler().nanoTime();
    List<MoveProgress.Move> moves = new ArrayList<>();
    running.forEach(
        (partition, one) ->
            moves.add(
                new MoveProgress.Move(
                    partition,
                    one.role(),
                    one.task().doing(),
                    one.task().bytes(),
                    now - one.sinceNanos())));
    int toFill = 0;
    int filled = 0;
    for (Partition partition : ports.membership().ring().heldBy(ports.self())) {
      if (partition.futureOwners().contains(ports.self())) {
        toFill++;
        boolean has =
            partition.owners().contains(ports.self())
                || ports.state(partition).isFilled(partition.digest());
        filled += has ? 1 : 0;
      }
    }
    return new MoveProgress(moves, filled, toFill, bytes(), rate.bytesPerSecond());
  }

  private long bytes() {
    long bytes = bytesOfEnded;
    for (Running one : running.values()) {
      bytes += one.task().bytes();
    }
    return bytes;
  }
}
