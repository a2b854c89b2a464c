package io.dynamo.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TreeAgreementTest {
  private long now = Long.MAX_VALUE - 5;
  private final TreeAgreement agreement = new TreeAgreement(() -> now);

  @Test
  void nothingComparedIsNotLate() {
    assertThat(agreement.maxAgeNanos()).isZero();
    assertThat(agreement.late()).isZero();
  }

  @Test
  void theOldestAgreementGivesTheAge() {
    agreement.agreed(1);
    now += 10;
    agreement.agreed(2);
    now += 10;
    assertThat(agreement.maxAgeNanos()).isEqualTo(20);

    agreement.agreed(1);
    assertThat(agreement.maxAgeNanos()).isEqualTo(10);
  }

  @Test
  void failureAgesFromTheFirstTryAndDoesNotMakeYounger() {
    agreement.failed(7);
    now += TreeAgreement.LATE_NANOS;
    agreement.failed(7);
    assertThat(agreement.late()).isZero();

    now += 1;
    assertThat(agreement.late()).isEqualTo(1);
    assertThat(agreement.maxAgeNanos()).isEqualTo(TreeAgreement.LATE_NANOS + 1);

    agreement.agreed(7);
    assertThat(agreement.late()).isZero();
  }

  @Test
  void failureBeforeAnyPartitionIsOfNone() {
    agreement.failed(-1);
    now += 10;
    assertThat(agreement.maxAgeNanos()).isZero();
  }
}
