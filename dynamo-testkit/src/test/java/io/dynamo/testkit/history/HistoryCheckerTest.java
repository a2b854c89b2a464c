package io.dynamo.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamo.testkit.history.Operation.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryCheckerTest {
  private static final int NONE = Operation.NO_CONTEXT;

  private final History history = new History();
  private long nanos;

  @Test
  void nothingDoneIsNothingWrong() {
    assertThat(check()).isEmpty();
  }

  @Test
  void whatWasPutAndIsThereIsRight() {
    put("a", NONE);
    get("a");
    assertThat(check("a")).isEmpty();
  }

  @Test
  void concurrentPutsStandSideBySide() {
    int start = put("a", NONE);
    put("b", start);
    put("c", start);
    get("b", "c");
    get("a");
    assertThat(check("c", "b")).isEmpty();
  }

  @Test
  void aStaleAnswerInBetweenIsRight() {
    put("b", put("a", NONE));
    get("a");
    get();
    assertThat(check("b")).isEmpty();
  }

  @Test
  void anAcknowledgedPutThatNobodySawAndIsGoneIsLost() {
    put("a", NONE);
    put("b", NONE);
    assertThat(check("b"))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.invariant()).isEqualTo(Invariant.LOST);
              assertThat(violation.key()).isEqualTo("k");
              assertThat(violation.text())
                  .contains("\"a\" was acknowledged", "[b]", "#0 c PUT k=\"a\": ACKNOWLEDGED");
            });
  }

  @Test
  void aPutThatWasReplacedByWhatIsThereIsNotLost() {
    put("b", put("a", NONE));
    assertThat(check("b")).isEmpty();
  }

  @Test
  void aPutThatWasReplacedByAnUnknownWriteThatIsThereIsNotLost() {
    write("b", put("a", NONE), Outcome.UNKNOWN);
    assertThat(check("b")).isEmpty();
  }

  @Test
  void aPutIsNotLostIfWhatReplacedItWasReplaced() {
    put("a", NONE);
    write("b", get("a"), Outcome.UNKNOWN);
    put("c", get("b"));
    assertThat(check("c")).isEmpty();
  }

  @Test
  void aPutWhoseReplacementIsGoneTooIsLostWithIt() {
    put("a", NONE);
    put("b", get("a"));
    assertThat(invariants("c")).contains(Invariant.INVENTED);
    assertThat(check()).hasSize(2).extracting(Violation::invariant).containsOnly(Invariant.LOST);
    assertThat(check().get(0).text()).contains("what had seen it is gone too", "PUT k=\"b\"");
  }

  @Test
  void anUnknownWriteThatIsGoneReplacedNothing() {
    put("a", NONE);
    write("b", get("a"), Outcome.UNKNOWN);
    assertThat(check("a")).isEmpty();
    assertThat(invariants()).containsExactly(Invariant.LOST);
  }

  @Test
  void aWriteThatWroteNothingExplainsNothing() {
    put("a", NONE);
    write("b", get("a"), Outcome.NOTHING_WRITTEN);
    assertThat(check("a")).isEmpty();
    assertThat(invariants("b")).contains(Invariant.LOST, Invariant.INVENTED);
  }

  @Test
  void aDeleteExplainsWhatItSawAndNothingElse() {
    put("a", NONE);
    put("b", NONE);
    delete("d", get("a"), Outcome.ACKNOWLEDGED);
    assertThat(check("b")).isEmpty();
    assertThat(invariants()).containsExactly(Invariant.LOST);
  }

  @Test
  void aDeleteThatMayHaveHappenedExplainsBothEnds() {
    put("a", NONE);
    delete("d", get("a"), Outcome.UNKNOWN);
    assertThat(check("a")).isEmpty();
    assertThat(check()).isEmpty();
  }

  @Test
  void aDeleteThatWroteNothingExplainsNothing() {
    put("a", NONE);
    delete("d", get("a"), Outcome.NOTHING_WRITTEN);
    assertThat(invariants()).containsExactly(Invariant.LOST);
  }

  @Test
  void whatADeleteHidIsExplainedForThoseWhoPutWithItsContext() {
    put("a", NONE);
    int deleted = delete("d", get("a"), Outcome.ACKNOWLEDGED);
    put("b", get());
    put("c", deleted);
    assertThat(check("b", "c")).isEmpty();
  }

  @Test
  void anUnknownPutMayBeThereOrNot() {
    write("a", NONE, Outcome.UNKNOWN);
    assertThat(check()).isEmpty();
    assertThat(check("a")).isEmpty();
  }

  @Test
  void anOperationWithoutEndIsUnknown() {
    history.beginPut("c", "k", "a", NONE, 1);
    history.beginGet("c", "k", 2);
    assertThat(check()).isEmpty();
    assertThat(check("a")).isEmpty();
  }

  @Test
  void excusedWritesMayBeLost() {
    put("a", NONE);
    put("b", NONE);
    assertThat(invariants("b")).containsExactly(Invariant.LOST);
    assertThat(HistoryChecker.check(history, Map.of("k", List.of("b")), Set.of("a"))).isEmpty();
  }

  @Test
  void whatAnExcusedWriteHadReplacedMayBeBack() {
    put("b", put("a", NONE));
    assertThat(HistoryChecker.check(history, Map.of("k", List.of("a")), Set.of("b"))).isEmpty();
  }

  @Test
  void aValueThatNobodyPutIsInvented() {
    get("x");
    assertThat(check())
        .singleElement()
        .hasToString(
            "(c) INVENTED of key k: nobody wrote \"x\", shown by\n  #0 c GET k: ANSWERED [x] (1..2 ns)");
  }

  @Test
  void aValueOfAnotherKeyIsInvented() {
    int number = history.beginPut("c", "other", "a", NONE, 1);
    history.end(number, Outcome.ACKNOWLEDGED, 2);
    get("a");
    Map<String, List<String>> last = Map.of("k", List.of(), "other", List.of("a"));
    assertThat(HistoryChecker.check(history, last, Set.of()))
        .extracting(Violation::invariant)
        .containsExactly(Invariant.INVENTED);
  }

  @Test
  void theNameOfADeleteIsNoValue() {
    delete("d", NONE, Outcome.ACKNOWLEDGED);
    assertThat(invariants("d")).containsExactly(Invariant.INVENTED);
  }

  @Test
  void aFinalValueOfAKeyThatNobodyTouchedIsInvented() {
    assertThat(invariants("a")).containsExactly(Invariant.INVENTED);
  }

  @Test
  void aValueThatWasNotWrittenIsInvented() {
    write("a", NONE, Outcome.NOTHING_WRITTEN);
    get("a");
    assertThat(invariants()).containsExactly(Invariant.INVENTED);
  }

  @Test
  void aRetryThatWroteMakesUpForATryThatDidNot() {
    write("a", NONE, Outcome.NOTHING_WRITTEN);
    write("a", NONE, Outcome.UNKNOWN);
    get("a");
    assertThat(check("a")).isEmpty();
    put("a", NONE);
    assertThat(invariants()).containsExactly(Invariant.LOST);
  }

  @Test
  void aValueShownBeforeItWasPutIsInvented() {
    get("a");
    put("a", NONE);
    assertThat(invariants("a")).containsExactly(Invariant.INVENTED);
  }

  @Test
  void aValueShownWhileItIsBeingPutIsRight() {
    int get = history.beginGet("c", "k", 1);
    int put = history.beginPut("d", "k", "a", NONE, 2);
    history.answered(get, List.of("a"), 3);
    history.end(put, Outcome.ACKNOWLEDGED, 4);
    assertThat(check("a")).isEmpty();
  }

  @Test
  void aReplacedValueThatIsThereAtTheEndIsResurrected() {
    put("a", NONE);
    put("b", get("a"));
    put("c", get("b"));
    delete("d", get("c"), Outcome.ACKNOWLEDGED);
    assertThat(invariants("a"))
        .containsExactly(Invariant.RESURRECTED, Invariant.RESURRECTED, Invariant.RESURRECTED);
    assertThat(check("c"))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.invariant()).isEqualTo(Invariant.RESURRECTED);
              assertThat(violation.text()).contains("PUT k=\"c\"", "DELETE k=\"d\"");
            });
  }

  @Test
  void aValueTwiceIsNotConcurrentInAnAnswerAndAtTheEnd() {
    put("a", NONE);
    get("a", "a");
    assertThat(invariants("a")).containsExactly(Invariant.NOT_CONCURRENT);
    assertThat(invariants("a", "a"))
        .containsExactly(Invariant.NOT_CONCURRENT, Invariant.NOT_CONCURRENT);
  }

  @Test
  void aValueBesideOneThatHadSeenItIsNotConcurrent() {
    put("a", NONE);
    write("b", get("a"), Outcome.UNKNOWN);
    write("c", get("b"), Outcome.UNKNOWN);
    get("c", "a");
    assertThat(check("c"))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.invariant()).isEqualTo(Invariant.NOT_CONCURRENT);
              assertThat(violation.text()).contains("\"c\" had seen \"a\"", "ANSWERED [c, a]");
            });
    assertThat(invariants("a", "b"))
        .containsExactly(Invariant.NOT_CONCURRENT, Invariant.NOT_CONCURRENT);
  }

  @Test
  void theContextOfAPutCoversItAndWhatItSaw() {
    put("a", NONE);
    int b = put("b", get("a"));
    put("c", b);
    get("a", "c");
    assertThat(invariants("c")).containsExactly(Invariant.NOT_CONCURRENT);
  }

  @Test
  void keysAreJudgedApart() {
    put("a", NONE);
    int other = history.beginPut("c", "other", "a", NONE, 1);
    history.end(other, Outcome.ACKNOWLEDGED, 2);
    Map<String, List<String>> last = Map.of("k", List.of("a"), "other", List.of());
    assertThat(HistoryChecker.check(history, last, Set.of()))
        .singleElement()
        .satisfies(violation -> assertThat(violation.key()).isEqualTo("other"));
  }

  @Test
  void historiesThatCannotBeJudgedAreRefused() {
    int unanswered = history.beginGet("c", "k", 1);
    history.beginPut("c", "k", "a", unanswered, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(this::check)
        .withMessageContaining("context that nobody returned");
    History retried = new History();
    int first = retried.beginPut("c", "k", "a", NONE, 1);
    retried.end(first, Outcome.ACKNOWLEDGED, 2);
    retried.beginPut("c", "k", "a", first, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryChecker.check(retried, Map.of("k", List.of()), Set.of()))
        .withMessageContaining("one write id for two different writes");
    History unread = new History();
    unread.beginPut("c", "k", "a", NONE, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryChecker.check(unread, Map.of(), Set.of()))
        .withMessageContaining("no final values of key k");
  }

  private int put(String value, int context) {
    return write(value, context, Outcome.ACKNOWLEDGED);
  }

  private int write(String value, int context, Outcome outcome) {
    int number = history.beginPut("c", "k", value, context, ++nanos);
    history.end(number, outcome, ++nanos);
    return number;
  }

  private int delete(String name, int context, Outcome outcome) {
    int number = history.beginDelete("c", "k", name, context, ++nanos);
    history.end(number, outcome, ++nanos);
    return number;
  }

  private int get(String... values) {
    int number = history.beginGet("c", "k", ++nanos);
    history.answered(number, List.of(values), ++nanos);
    return number;
  }

  private List<Violation> check(String... last) {
    return HistoryChecker.check(history, Map.of("k", List.of(last)), Set.of());
  }

  private List<Invariant> invariants(String... last) {
    return new ArrayList<>(check(last).stream().map(Violation::invariant).toList());
  }
}
