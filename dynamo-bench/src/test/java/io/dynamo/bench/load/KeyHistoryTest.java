package io.dynamo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.client.CausalContext;
import io.dynamo.client.Failure;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is right, stale and wrong in the eyes of a key's only writer. */
class KeyHistoryTest {
  private static final long WRITER = 5;
  private static final int KEY = 2;
  private static final PutResult UNKNOWN = new PutResult.Unknown("no reply");
  private static final Failure REFUSED = new Failure(Failure.Kind.UNAVAILABLE, "", 2, 1);

  private final List<String> complaints = new ArrayList<>();
  private final KeyHistory history = new KeyHistory(WRITER, KEY, complaints::add);

  @Test
  void aPutCarriesTheContextOfTheOneBefore() {
    assertThat(history.beginPut().context()).isNull();
    assertThat(history.endPut(stored(context(1)))).isEqualTo(Verdict.OK);
    KeyHistory.PutStart second = history.beginPut();
    assertThat(second.context()).isEqualTo(context(1));
    assertThat(second.value()).isEqualTo(new StampedValue(WRITER, KEY, 2));
  }

  @Test
  void onePutIsUnderWayAtATime() {
    history.beginPut();
    assertThat(history.isWriting()).isTrue();
    assertThatThrownBy(history::beginPut).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theLastAcknowledgedOrANewerOneIsRight() {
    puts(2);
    KeyHistory.GetStart start = history.beginGet();
    puts(1);
    assertThat(history.endGet(start, found(2))).isEqualTo(Verdict.OK);
    assertThat(history.endGet(start, found(3))).isEqualTo(Verdict.OK);
  }

  @Test
  void anOlderOneThanWasAcknowledgedBeforeIsStale() {
    puts(3);
    assertThat(get(found(2))).isEqualTo(Verdict.STALE);
  }

  @Test
  void nothingIsWrongOnceSomethingWasAcknowledged() {
    assertThat(get(new GetResult.NotFound(null, List.of()))).isEqualTo(Verdict.OK);
    puts(1);
    assertThat(get(new GetResult.NotFound(null, List.of()))).isEqualTo(Verdict.WRONG);
  }

  @Test
  void whatWasNeverWrittenIsWrong() {
    puts(1);
    assertThat(get(found(2))).isEqualTo(Verdict.WRONG);
    assertThat(get(value(new StampedValue(WRITER + 1, KEY, 1)))).isEqualTo(Verdict.WRONG);
    assertThat(get(value(new StampedValue(WRITER, KEY + 1, 1)))).isEqualTo(Verdict.WRONG);
    byte[] damaged = new StampedValue(WRITER, KEY, 1).encode(50);
    damaged[40]++;
    assertThat(get(new GetResult.Found(List.of(damaged), context(1), List.of())))
        .isEqualTo(Verdict.WRONG);
  }

  @Test
  void anAcknowledgedValueBesideItsReplacementIsRevived() {
    puts(2);
    assertThat(get(found(1, 2))).isEqualTo(Verdict.REVIVED);
    assertThat(complaints)
        .containsExactly("a get of load-5-2 showed [1, 2], though 1 was acknowledged before 2");
  }

  @Test
  void aPutOfUnknownOutcomeMayBeASiblingOfALaterOne() {
    puts(1);
    history.beginPut();
    assertThat(history.endPut(UNKNOWN)).isEqualTo(Verdict.UNKNOWN);
    assertThat(get(found(1))).isEqualTo(Verdict.OK);
    puts(1);
    assertThat(get(found(2, 3))).isEqualTo(Verdict.OK);
    assertThat(get(found(2))).isEqualTo(Verdict.STALE);
  }

  @Test
  void afterAPutThatWasNotAcknowledgedTheKeyIsReadFirst() {
    puts(1);
    for (PutResult result : List.of(UNKNOWN, REFUSED, stored(null))) {
      history.beginPut();
      history.endPut(result);
      assertThat(history.mustRead()).isTrue();
      assertThat(get(REFUSED)).isEqualTo(Verdict.UNAVAILABLE);
      assertThat(history.mustRead()).isTrue();
      assertThat(get(found(history.lastAcknowledged()))).isEqualTo(Verdict.OK);
      assertThat(history.mustRead()).isFalse();
      assertThat(history.beginPut().context()).isEqualTo(context(history.lastAcknowledged()));
      history.endPut(stored(context(99)));
    }
  }

  @Test
  void aStaleGetOrOneWithAPutBesideItGivesNoContext() {
    puts(2);
    get(found(1));
    KeyHistory.GetStart before = history.beginGet();
    KeyHistory.PutStart third = history.beginPut();
    assertThat(third.context()).isEqualTo(context(2));
    KeyHistory.GetStart during = history.beginGet();
    history.endPut(stored(context(3)));
    history.endGet(before, found(2));
    history.endGet(during, found(2));
    assertThat(history.beginPut().context()).isEqualTo(context(3));
  }

  private void puts(int count) {
    for (int i = 0; i < count; i++) {
      history.endPut(stored(context(history.beginPut().value().sequence())));
    }
  }

  private Verdict get(GetResult result) {
    return history.endGet(history.beginGet(), result);
  }

  private static PutResult stored(@Nullable CausalContext context) {
    return new PutResult.Stored(context, 1, List.of());
  }

  private static CausalContext context(int number) {
    return CausalContext.of(new byte[] {(byte) number});
  }

  private static GetResult found(int... sequences) {
    List<byte[]> values =
        IntStream.of(sequences)
            .mapToObj(sequence -> new StampedValue(WRITER, KEY, sequence).encode(50))
            .toList();
    return new GetResult.Found(values, context(sequences[sequences.length - 1]), List.of());
  }

  private static GetResult value(StampedValue value) {
    return new GetResult.Found(List.of(value.encode(50)), context(1), List.of());
  }
}
