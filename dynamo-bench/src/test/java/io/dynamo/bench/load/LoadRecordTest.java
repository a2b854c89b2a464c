package io.dynamo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How attempts and their ends are accounted for. */
class LoadRecordTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final LoadRecord record = new LoadRecord(new Schedule(10, 5, 10));

  @Test
  void everyVerdictIsCountedOnceAndStaleIsOkAndRevivedIsWrong() {
    for (Verdict verdict : Verdict.values()) {
      record.onAttempt(0, 0);
      record.onEnd(0, verdict, MILLI);
    }
    Figures whole = record.whole();
    assertThat(whole.attempts()).isEqualTo(6);
    assertThat(whole.ok()).isEqualTo(2);
    assertThat(whole.stale()).isOne();
    assertThat(whole.revived()).isOne();
    assertThat(whole.unavailable()).isOne();
    assertThat(whole.unknown()).isOne();
    assertThat(whole.wrong()).isEqualTo(2);
    assertThat(record.addsUp()).isTrue();
  }

  @Test
  void anAttemptThatNeverEndsDoesNotAddUp() throws InterruptedException {
    record.onAttempt(0, 0);
    record.awaitEnds(1);
    assertThat(record.addsUp()).isFalse();
    record.onEnd(0, Verdict.UNKNOWN, 3 * SECOND);
    record.awaitEnds(1000);
    assertThat(record.addsUp()).isTrue();
  }

  @Test
  void whatIsSlowBelongsToTheWindowInWhichItWasDue() {
    record.onAttempt(4 * SECOND, 0);
    record.onAttempt(6 * SECOND, 0);
    record.onEnd(6 * SECOND, Verdict.OK, MILLI);
    record.onEnd(4 * SECOND, Verdict.OK, 3 * SECOND);
    assertThat(record.windows()).extracting(Figures::ok).containsExactly(1L, 1L);
    assertThat(record.windows().get(0).maxMillis()).isBetween(2998.0, 3003.0);
    assertThat(record.windows().get(1).maxMillis()).isBetween(0.99, 1.01);
  }

  @Test
  void theWarmUpIsCountedApart() {
    record.onAttempt(-SECOND, 9 * MILLI);
    record.onEnd(-SECOND, Verdict.UNAVAILABLE, MILLI);
    record.onAttempt(0, 2 * MILLI);
    record.onEnd(0, Verdict.OK, MILLI);
    assertThat(record.warmUp().unavailable()).isOne();
    assertThat(record.whole().attempts()).isOne();
    assertThat(record.latestStartMillis()).isEqualTo(2);
  }

  @Test
  void percentilesAreOfAllThatEnded() {
    for (int i = 1; i <= 1000; i++) {
      record.onAttempt(0, 0);
      record.onEnd(0, i == 1000 ? Verdict.UNKNOWN : Verdict.OK, i * MILLI);
    }
    assertThat(record.whole().percentileMillis(50)).isBetween(499.0, 501.0);
    assertThat(record.whole().percentileMillis(99)).isBetween(989.0, 991.0);
    assertThat(record.whole().maxMillis()).isBetween(999.0, 1001.0);
  }
}
