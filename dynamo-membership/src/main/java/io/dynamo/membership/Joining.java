package io.dynamo.membership;

import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * How a node that is none of the first members comes to the history of its cluster (rule M1): it
 * asks to be admitted, every second, its seeds and the members that they name, so that an
 * administrator can admit it at any of them. It forms nothing and gives up never. Once one of them
 * answers with a history in which it is a member, it adopts that.
 *
 * <p>It ends with one result; whatever comes later changes nothing.
 */
final class Joining {
  /** How long to wait for one answer. */
  static final long TIMEOUT_NANOS = 1_000_000_000L;

  /** From one round to the next. */
  static final long ROUND_NANOS = 1_000_000_000L;

  /** How many members are asked in one round, in turn, beside the seeds. */
  static final int MEMBERS_PER_ROUND = 16;

  private final FormingSetup setup;
  private final PeerRequest.AskToJoin question;
  private final SeedContact contact;
  private final Scheduler scheduler;
  private final Consumer<String> progress;
  private final Consumer<FormingResult> done;
  private final TreeSet<String> outstanding = new TreeSet<>();
  private final Map<String, String> troubles = new TreeMap<>();
  private List<Member> members = List.of();
  private int nextMember;
  private boolean heard;
  private String lastProgress = "";
  private boolean ended;

  /**
   * A node that has not begun to ask.
   *
   * @param progress is told what it waits for, once
   * @param done gets the result; a history in it is to be made durable before anything else
   */
  Joining(
      FormingSetup setup,
      FormingSetup.Joiner joiner,
      SeedContact contact,
      Scheduler scheduler,
      Consumer<String> progress,
      Consumer<FormingResult> done) {
    this.setup = setup;
    this.question = new PeerRequest.AskToJoin(joiner.member(), setup.settings(), joiner.software());
    this.contact = contact;
    this.scheduler = scheduler;
    this.progress = progress;
    this.done = done;
  }

  void start() {
    tell("asking " + String.join(", ", setup.seeds()) + " to join their cluster");
    startRound();
  }

  private void onTimer() {
    if (!ended) {
      tellWhatIsWaitedFor();
      startRound();
    }
  }

  private void startRound() {
    for (String address : addresses()) {
      if (outstanding.add(address)) {
        ask(address);
      }
    }
    scheduler.schedule(ROUND_NANOS, this::onTimer);
  }

  private void ask(String address) {
    contact.ask(
        address,
        question,
        TIMEOUT_NANOS,
        new Transport.ReplyHandler() {
          @Override
          public void onReply(PeerReply reply) {
            Joining.this.onReply(address, reply);
          }

          @Override
          public void onFailure(Transport.Failure failure) {
            outstanding.remove(address);
            troubles.put(
                address, failure == Transport.Failure.NOT_SENT ? "not reachable" : "no answer");
          }
        });
  }

  private Set<String> addresses() {
    Set<String> addresses = new LinkedHashSet<>(setup.seeds());
    for (int i = Math.min(members.size(), MEMBERS_PER_ROUND); i > 0; i--) {
      nextMember = (nextMember + 1) % members.size();
      addresses.add(address(members.get(nextMember)));
    }
    return addresses;
  }

  /** As a seed is named. */
  static String address(Member member) {
    String host = member.host().indexOf(':') >= 0 ? "[" + member.host() + "]" : member.host();
    return host + ":" + member.peerPort();
  }

  private void onReply(String from, PeerReply reply) {
    outstanding.remove(from);
    if (ended) {
      return;
    }
    if (reply instanceof PeerReply.Waiting waiting) {
      heard = true;
      members = waiting.members();
    } else if (reply instanceof PeerReply.History answer && answer.history() != null) {
      onHistory(from, answer.history());
    } else if (reply instanceof Refusal refusal && isFinal(refusal.reason())) {
      end(new FormingResult.Refused(from + " refuses this node: " + refusal.detail()));
    } else {
      troubles.put(from, reply.brief());
    }
  }

  private static boolean isFinal(Refusal.Reason reason) {
    return reason == Refusal.Reason.REMOVED || reason == Refusal.Reason.OTHER_CLUSTER;
  }

  private void onHistory(String from, MembershipHistory history) {
    String objection = setup.objection(history);
    end(
        objection == null
            ? new FormingResult.Adopted(history, from, false)
            : new FormingResult.Refused(
                from + " has a history that this node cannot adopt: " + objection));
  }

  private void tellWhatIsWaitedFor() {
    if (heard) {
      tell("waiting to be admitted: dynamo join " + setup.self() + " at any node of the cluster");
    } else if (!troubles.isEmpty()) {
      tell(
          "waiting for one of dynamo.cluster.seeds to answer: "
              + troubles.entrySet().stream()
                  .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                  .collect(Collectors.joining(", ")));
    }
  }

  private void end(FormingResult result) {
    ended = true;
    done.accept(result);
  }

  /** Says what is new; a wait of hours is one line. */
  private void tell(String text) {
    if (!text.equals(lastProgress)) {
      lastProgress = text;
      progress.accept(text);
    }
  }
}
