package io.dynamo.membership;

import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Software;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a node does at its start that has left, and may have ended before anybody knew: it tells all
 * members what it made, by their addresses, for they still take it for a leaver, and would wait for
 * it for ever. And it hears whether its leave was taken back meanwhile: then it is a member again.
 * It ends with the first that has answered, or after a while; the next start asks again.
 */
final class Farewell {
  private static final long TIMEOUT_NANOS = 2_000_000_000L;

  private final FormingSetup setup;
  private final MembershipHistory history;
  private final SeedContact contact;
  private final Scheduler scheduler;
  private final Consumer<MembershipHistory> done;
  private boolean ended;

  /**
   * Of a node that has this history.
   *
   * @param done gets what a member has made of it, or the history as it is; once
   */
  Farewell(
      FormingSetup setup,
      MembershipHistory history,
      SeedContact contact,
      Scheduler scheduler,
      Consumer<MembershipHistory> done) {
    this.setup = setup;
    this.history = history;
    this.contact = contact;
    this.scheduler = scheduler;
    this.done = done;
  }

  void start() {
    List<MembershipEvent> own =
        history.events().stream()
            .filter(event -> event.id() != null && event.id().origin().equals(setup.self()))
            .toList();
    scheduler.schedule(2 * TIMEOUT_NANOS, () -> end(history));
    for (Member member : history.members()) {
      String address = Joining.address(member);
      ask(
          address,
          new PeerRequest.Gossip(setup.self(), history.digest(), Software.UNKNOWN, List.of(), own),
          told -> askHistory(address));
    }
  }

  private void askHistory(String address) {
    ask(
        address,
        new PeerRequest.AskHistory(setup.self(), setup.settings(), setup.initialMembers()),
        reply -> {
          if (reply instanceof PeerReply.History answer && answer.history() != null) {
            end(HistoryKeeper.merged(history, answer.history()));
          }
        });
  }

  private void ask(String address, PeerRequest request, Consumer<PeerReply> onReply) {
    if (ended) {
      return;
    }
    contact.ask(
        address,
        request,
        TIMEOUT_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            onReply.accept(reply);
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            // Another member may answer, or this one at the next start.
          }
        });
  }

  private void end(MembershipHistory known) {
    if (!ended) {
      ended = true;
      done.accept(known);
    }
  }
}
