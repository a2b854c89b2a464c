package io.dynamo.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WarningLimiterTest {
  private long now = Long.MAX_VALUE - 5;
  private final WarningLimiter limiter = new WarningLimiter(10, () -> now);

  @Test
  void oneOfEachSubjectPassesInAnIntervalAndTheNextTellsHowManyWereHeldBack() {
    assertThat(limiter.pass("n1")).isEqualTo(1);
    assertThat(limiter.pass("n1")).isZero();
    assertThat(limiter.pass("n2")).isEqualTo(1);
    now += 9;
    assertThat(limiter.pass("n1")).isZero();
    now += 1;
    assertThat(limiter.pass("n1")).isEqualTo(3);
    assertThat(limiter.pass("n1")).isZero();
  }

  @Test
  void theOldestSubjectIsForgottenOverTheBound() {
    for (int i = 0; i <= WarningLimiter.MAX_SUBJECTS; i++) {
      limiter.pass("s" + i);
    }
    assertThat(limiter.pass("s1")).isZero();
    assertThat(limiter.pass("s0")).isEqualTo(1);
  }
}
