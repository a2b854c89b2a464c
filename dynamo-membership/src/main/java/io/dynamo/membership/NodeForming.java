package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Standing;
import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.storage.StorageException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The first thing a node does at its start: it comes to its history, by {@link Forming} or by
 * {@link Joining}, and answers others who are about the same (rule M1). A new history is durable
 * before anyone hears of it. All calls and callbacks are on the home loop; writing the history
 * blocks it once.
 */
public final class NodeForming {
  /** How long to wait for one answer. */
  static final long TIMEOUT_NANOS = 1_000_000_000L;

  private final FormingSetup setup;
  private final HistoryLog log;
  private final Transport transport;
  private final SeedContact contact;
  private final Scheduler scheduler;
  private final Events events;
  private final Consumer<FormingResult> done;
  private final HistoryResponder responder;
  private final Forming forming;
  private final @Nullable Joining joining;

  /**
   * A node that has not begun, and that joins no cluster by seeds.
   *
   * @param transport must reach the initial members by their names
   * @param done gets the one result, once; may be called from within {@link #start}. A history in
   *     it is in the log by then.
   */
  public NodeForming(
      FormingSetup setup,
      HistoryLog log,
      Transport transport,
      Scheduler scheduler,
      Events events,
      Consumer<FormingResult> done) {
    this(
        setup,
        log,
        transport,
        (address, request, timeoutNanos, handler) ->
            scheduler.schedule(0, () -> handler.onFailure(Transport.Failure.NOT_SENT)),
        scheduler,
        events,
        done);
  }

  /**
   * A node that has not begun.
   *
   * @param transport must reach the initial members by their names
   * @param contact must reach seeds, and members of whom they tell, by their addresses
   * @param done gets the one result, once; may be called from within {@link #start}. A history in
   *     it is in the log by then.
   */
  public NodeForming(
      FormingSetup setup,
      HistoryLog log,
      Transport transport,
      SeedContact contact,
      Scheduler scheduler,
      Events events,
      Consumer<FormingResult> done) {
    this.setup = setup;
    this.log = log;
    this.transport = transport;
    this.contact = contact;
    this.scheduler = scheduler;
    this.events = events;
    this.done = done;
    this.responder = new HistoryResponder(setup.settings(), setup.initialMembers());
    this.forming = new Forming(setup, new Wiring());
    this.joining = joining();
  }

  private @Nullable Joining joining() {
    FormingSetup.Joiner joiner = setup.joiner();
    boolean fresh = setup.stored() == null && !setup.hasData();
    return fresh && joiner != null && setup.selfAmongInitial() == null && !setup.seeds().isEmpty()
        ? new Joining(setup, joiner, contact, scheduler, events::membershipProgress, this::finish)
        : null;
  }

  /**
   * Begins. Requests of other nodes may be answered from before this call on. A history that cannot
   * be written is a {@link FormingResult.Refused}, whenever that shows.
   */
  public void start() {
    if (joining != null) {
      joining.start();
    } else {
      forming.start();
    }
  }

  /** From now on this is what others are told; each history of it must be durable already. */
  public void follow(Supplier<MembershipHistory> durable) {
    responder.follow(durable);
  }

  /** Answers another node, now and for as long as this node runs. */
  public PeerReply answer(PeerRequest.AskHistory request) {
    return responder.answer(request);
  }

  private void finish(FormingResult result) {
    FormingResult end = result;
    try {
      keep(result);
    } catch (StorageException e) {
      end = new FormingResult.Refused("the history cannot be kept: " + e.getMessage());
    }
    MembershipHistory stored = setup.stored();
    if (stored != null && stored.standing(setup.self()) == Standing.GONE) {
      FormingResult refused = end;
      new Farewell(setup, stored, contact, scheduler, known -> onFarewell(known, refused)).start();
    } else {
      done.accept(end);
    }
  }

  /** Its leave may have been taken back. */
  private void onFarewell(MembershipHistory known, FormingResult refused) {
    FormingResult end = refused;
    if (known.isMember(setup.self())) {
      try {
        keep(known);
        end = new FormingResult.Resumed(known);
      } catch (StorageException e) {
        end = new FormingResult.Refused("the history cannot be kept: " + e.getMessage());
      }
    }
    done.accept(end);
  }

  private void keep(FormingResult result) {
    if (result instanceof FormingResult.Formed formed) {
      keep(formed.history());
      responder.onFormed();
      events.membershipProgress("formed the cluster " + formed.history().clusterId());
    } else if (result instanceof FormingResult.Adopted adopted) {
      keep(adopted.history());
      events.membershipProgress(
          "adopted the history of cluster "
              + adopted.history().clusterId()
              + " from "
              + adopted.from());
    } else if (result instanceof FormingResult.Resumed resumed) {
      responder.onHistory(resumed.history());
    }
  }

  private void keep(MembershipHistory history) {
    log.write(history);
    responder.onHistory(history);
  }

  private static String text(Transport.Failure failure) {
    return failure == Transport.Failure.NOT_SENT ? "not reachable" : "no answer";
  }

  private final class Wiring implements Forming.Effects {
    @Override
    public void ask(NodeId member, int round) {
      transport.send(
          member,
          new PeerRequest.AskHistory(setup.self(), setup.settings(), setup.initialMembers()),
          TIMEOUT_NANOS,
          new Transport.ReplyHandler() {
            @Override
            public void onReply(PeerReply reply) {
              forming.onReply(member, round, reply);
            }

            @Override
            public void onFailure(Transport.Failure failure) {
              forming.onFailure(member, round, text(failure));
            }
          });
    }

    @Override
    public void startTimer() {
      scheduler.schedule(Forming.ROUND_NANOS, forming::onTimer);
    }

    @Override
    public void progress(String text) {
      events.membershipProgress(text);
    }

    @Override
    public void finish(FormingResult result) {
      NodeForming.this.finish(result);
    }

    @Override
    public boolean toldNone(NodeId member) {
      return responder.toldNone(member);
    }
  }
}
