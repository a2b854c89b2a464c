package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Membership;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import io.dynamo.api.storage.StorageException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node's part in the membership of its cluster, from the moment it has a history (Dynamo §4.8;
 * section M): keeps the history, spreads and takes events by gossip, plans and commits changes,
 * answers those who want to join. Home loop only; a call blocks for at most one write of the log.
 *
 * <p><b>Folding</b> (rule M2). A node puts a checkpoint in place of its events when every member of
 * its history has itself told the digest of exactly these events, and nothing of them is under way.
 * Each node does so by itself, whenever it comes to it, and histories with and without a checkpoint
 * have equal digests. It is safe because
 *
 * <ul>
 *   <li>every member had all of these events, durably, when it told so, and histories only grow: so
 *       nobody ever needs one of them from a node that has folded. A joiner gets the checkpoint,
 *       and every later member comes from a member;
 *   <li>no member had any other event then, and its Lamport clock has passed all of them: whatever
 *       a member makes later sorts behind the checkpoint;
 *   <li>from nodes that are no members any more nothing is taken. What one of them, come back with
 *       an old disk and admitted again, may still bring in from before the checkpoint is void
 *       wherever that is known: {@link HistoryKeeper#adopt} makes it known everywhere;
 *   <li>a change that the checkpoint has swallowed is done, and what is done can not be cancelled
 *       ({@link ChangePlanner}), so no later event refers to one before the checkpoint.
 * </ul>
 */
public final class ClusterMembership implements Membership {
  /** A history with fewer events than this is not worth a checkpoint. */
  static final int FOLD_EVENTS = 64;

  private final MembershipPorts ports;
  private final HistoryKeeper keeper;
  private final PeerKnowledge peers = new PeerKnowledge();
  private final Gossiping gossiping;
  private final GossipResponder responder;
  private final Candidates candidates;
  private final ChangePlanner planner;
  private final int foldEvents;
  private @Nullable Member advertised;

  /**
   * The membership of a node that has this history, durably; it does nothing by itself before
   * {@link #start}.
   *
   * @param onRing gets every ring after the first one, when its history is durable; it may call
   *     this object, and so be called again before it has returned
   */
  public ClusterMembership(
      MembershipPorts ports, MembershipHistory history, Consumer<Ring> onRing) {
    this(ports, history, onRing, FOLD_EVENTS);
  }

  /** One that folds histories of so many events. */
  ClusterMembership(
      MembershipPorts ports, MembershipHistory history, Consumer<Ring> onRing, int foldEvents) {
    this.foldEvents = foldEvents;
    this.ports = ports;
    this.keeper = new HistoryKeeper(ports, history, onRing);
    this.gossiping = new Gossiping(ports, keeper, peers, this::onRound);
    this.responder = new GossipResponder(ports, keeper, peers);
    this.candidates = new Candidates(ports.scheduler(), ports.detector());
    this.planner = new ChangePlanner(ports, peers);
  }

  /** Begins to gossip. */
  public void start() {
    gossiping.start();
  }

  /** Ends; what is under way is told that it ended. */
  public void stop() {
    gossiping.stop();
  }

  /**
   * Lets peers know where to reach this node, if the history has another address of it: at once, or
   * as soon as all members understand such an event.
   */
  public void advertise(Member self) {
    advertised = self;
    advertise();
  }

  private void onRound() {
    advertise();
    foldIfAllKnow();
  }

  private void advertise() {
    Member known = keeper.history().member(ports.self());
    Member wanted = advertised;
    if (wanted == null || known == null) {
      return;
    }
    boolean same = known.host().equals(wanted.host()) && known.peerPort() == wanted.peerPort();
    if (!same && planner.tooOld(keeper.history(), Software.LEVEL, List.of()).isEmpty()) {
      try {
        add(id -> new MembershipEvent.Address(id, wanted.host(), wanted.peerPort()));
      } catch (StorageException e) {
        ports.events().membershipProgress("the new address cannot be kept: " + e.getMessage());
      }
    }
  }

  private void foldIfAllKnow() {
    MembershipHistory history = keeper.history();
    if (history.events().size() < foldEvents
        || !history.isUnderstood()
        || !peers.allHave(history, ports.self())) {
      return;
    }
    try {
      keeper.fold();
    } catch (StorageException e) {
      ports.events().membershipProgress("the checkpoint cannot be kept: " + e.getMessage());
    }
  }

  @Override
  public Ring ring() {
    return keeper.ring();
  }

  /** The history that this node has now, durably. */
  public MembershipHistory history() {
    return keeper.history();
  }

  @Override
  public void reconcile(NodeId with, Runnable then) {
    gossiping.exchange(with, then);
  }

  /**
   * {@inheritDoc}
   *
   * <p>While the history has an event of a later version nothing is made: what it would be about is
   * not known here.
   *
   * <p>That this node is gone it does not keep before it hears it from another member: it would be
   * no member by then, and could tell nobody any more. Until one has taken it nothing has happened,
   * and it is to be made again.
   */
  @Override
  public void add(Function<EventId, @Nullable MembershipEvent> event) {
    if (!keeper.history().isUnderstood()) {
      return;
    }
    EventId id = keeper.history().next(ports.self());
    MembershipEvent made = event.apply(id);
    if (made == null) {
      return;
    }
    if (!id.equals(made.id())) {
      throw new IllegalArgumentException("the id of the event must be " + id + ", was " + made);
    }
    keeper.take(List.of(made));
    gossiping.spread(made);
  }

  /** Answers another member's gossip. */
  public PeerReply answer(PeerRequest.Gossip gossip) {
    return responder.answer(gossip);
  }

  /** Answers a node that wants to join. */
  public PeerReply answer(PeerRequest.AskToJoin ask) {
    return candidates.answer(ask, keeper.history());
  }

  /** The nodes that have asked to join in the last seconds, in the order of their names. */
  public List<Candidate> candidates() {
    return candidates.waiting(keeper.history());
  }

  /** What this node runs, as far as it was heard of in this start. */
  public Software software(NodeId node) {
    return node.equals(ports.self()) ? ports.software() : peers.software(node);
  }

  /**
   * What this change would do now.
   *
   * @throws ChangeRefusedException if it cannot be made
   */
  public PlannedChange plan(ChangeRequest request) throws ChangeRefusedException {
    return planner.plan(keeper.history(), candidates.waiting(keeper.history()), request);
  }

  /**
   * Makes this change, if it does what the plan of this digest said (rule M5).
   *
   * @throws StorageException if it cannot be kept; then it was not made
   */
  public CommitResult commit(ChangeRequest request, String planDigest) {
    PlannedChange now;
    try {
      now = plan(request);
    } catch (ChangeRefusedException e) {
      return new CommitResult.Refused(e.reason());
    }
    if (!now.digest().equals(planDigest)) {
      return new CommitResult.Outdated(
          now, "the cluster has changed since this was planned: look at the plan of now");
    }
    EventId id = keeper.history().next(ports.self());
    add(given -> ChangePlanner.event(given, request, now.moves()));
    return new CommitResult.Committed(id, now);
  }
}
