package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventFormat;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.OriginSummary;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Merging histories is set union (rule M2), and gossip finds out what is missing. */
class MergeLawTest {
  private static final MembershipHistory EMPTY =
      MembershipHistories.create(Samples.SETTINGS, Samples.THREE, 1);

  @Seeds(500)
  void mergingIsCommutativeAssociativeAndIdempotent(RandomGenerator random) {
    MembershipHistory a = RandomEvents.on(EMPTY, random);
    MembershipHistory b = RandomEvents.on(EMPTY, random);
    MembershipHistory c = RandomEvents.on(EMPTY, random);

    assertSame(merge(a, b), merge(b, a));
    assertSame(merge(merge(a, b), c), merge(a, merge(b, c)));
    assertSame(merge(a, a), a);
    assertSame(merge(merge(a, b), b), merge(a, b));
  }

  @Seeds(500)
  void theOrderOfArrivalDoesNotMatter(long seed, RandomGenerator random) {
    MembershipHistory history = RandomEvents.on(EMPTY, random);
    List<MembershipEvent> shuffled = new ArrayList<>(history.events());
    Collections.shuffle(shuffled, new Random(seed));
    MembershipHistory built = EMPTY;
    for (MembershipEvent event : shuffled) {
      built = built.with(List.of(event));
    }

    assertSame(built, history);
    assertThat(built.members()).isEqualTo(history.members());
  }

  /** What each is told to lack is enough if each node's events came in their order. */
  @Seeds(500)
  void whatIsLackedIsSent(RandomGenerator random) {
    MembershipHistory a = firstOfEach(random);
    MembershipHistory b = firstOfEach(random);
    MembershipHistory told = b.with(lacked(a, b));

    assertSame(told, merge(a, b));
    assertSame(a.with(lacked(told, a)), told);
    assertThat(lacked(a, b).size()).as("and nothing else").isEqualTo(count(told) - count(b));
  }

  private static int count(MembershipHistory history) {
    return history.events().size();
  }

  private static MembershipHistory firstOfEach(RandomGenerator random) {
    MembershipHistory history = EMPTY;
    for (String origin : List.of("n1", "n2", "n3")) {
      history = history.with(weights(origin, random.nextInt(10)));
    }
    return history;
  }

  @Test
  void whoHasTheFirstEventsOfANodeIsSentTheRestAlone() {
    List<MembershipEvent> events = weights("n1", 10);
    MembershipHistory all = EMPTY.with(events);

    assertThat(lacked(all, EMPTY.with(events.subList(0, 7)))).isEqualTo(events.subList(7, 10));
    assertThat(lacked(all, EMPTY)).isEqualTo(events);
    assertThat(lacked(all, all)).isEmpty();
    assertThat(lacked(EMPTY.with(events.subList(0, 7)), all)).as("they have more").isEmpty();
  }

  /**
   * The first may be folded there, or lacked: nobody can tell, and what is folded is passed over.
   */
  @Test
  void whoHasNotTheFirstEventsIsSentAll() {
    List<MembershipEvent> events = weights("n1", 10);
    OriginEvents all = new OriginEvents(EMPTY.with(events));
    OriginEvents run = new OriginEvents(EMPTY.with(events.subList(4, 7)));
    OriginEvents allButTheFirst = new OriginEvents(EMPTY.with(events.subList(1, 10)));

    assertThat(all.lackedBy(run.summaries())).isEqualTo(events);
    assertThat(all.lackedBy(allButTheFirst.summaries())).isEqualTo(events);
  }

  @Test
  void asManyOthersOfANodeMeanThatAllAreSent() {
    List<MembershipEvent> events = weights("n1", 10);
    OriginSummary other = new OriginSummary(new NodeId("n1"), 10, EventFormat.hash(new byte[] {1}));

    assertThat(new OriginEvents(EMPTY.with(events)).lackedBy(List.of(other))).isEqualTo(events);
  }

  @Test
  void partsKeepTheOrderAndTheLimit() {
    List<MembershipEvent> events = weights("n1", 100);
    int length = EventFormat.encode(events.get(0)).length;
    List<List<MembershipEvent>> parts = OriginEvents.parts(events, 10 * length);

    assertThat(parts.stream().flatMap(List::stream).toList()).isEqualTo(events);
    assertThat(parts)
        .allMatch(
            part ->
                part.stream().mapToInt(event -> EventFormat.encode(event).length).sum()
                    <= 10 * length);
    assertThat(OriginEvents.parts(events.subList(0, 2), 1)).as("each alone").hasSize(2);
    assertThat(OriginEvents.parts(List.of(), 1)).isEmpty();
  }

  private static List<MembershipEvent> lacked(MembershipHistory ours, MembershipHistory theirs) {
    return new OriginEvents(ours).lackedBy(new OriginEvents(theirs).summaries());
  }

  private static List<MembershipEvent> weights(String origin, int count) {
    List<MembershipEvent> events = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      EventId id = new EventId(i, new NodeId(origin));
      events.add(new MembershipEvent.Weight(id, new NodeId("n2"), i, List.of()));
    }
    return events;
  }

  private static MembershipHistory merge(MembershipHistory a, MembershipHistory b) {
    return HistoryKeeper.merged(a, b);
  }

  private static void assertSame(MembershipHistory a, MembershipHistory b) {
    assertThat(a).isEqualTo(b);
    assertThat(HistoryCodec.encode(a)).isEqualTo(HistoryCodec.encode(b));
  }
}
