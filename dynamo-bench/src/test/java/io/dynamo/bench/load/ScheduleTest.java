package io.dynamo.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** When operations are due, and in which window. */
class ScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void operationsAreEvenlySpacedFromTheBeginningOfTheWarmUp() {
    Schedule schedule = new Schedule(500, 2, 10);
    assertThat(schedule.operations()).isEqualTo(6000);
    assertThat(schedule.dueNanos(0)).isEqualTo(-2 * SECOND);
    assertThat(schedule.dueNanos(1)).isEqualTo(-2 * SECOND + 2_000_000);
    assertThat(schedule.dueNanos(1000)).isZero();
    assertThat(schedule.dueNanos(5999)).isEqualTo(10 * SECOND - 2_000_000);
  }

  @Test
  void aRateThatDividesNoSecondDoesNotDrift() {
    Schedule schedule = new Schedule(7, 0, 100_000);
    for (int second = 0; second < 100_000; second += 9_999) {
      assertThat(schedule.dueNanos(7L * second)).isEqualTo(second * SECOND);
    }
  }

  @Test
  void everyOperationHasTheWindowInWhichItIsDue() {
    Schedule schedule = new Schedule(100, 1, 12);
    assertThat(schedule.windows()).isEqualTo(3);
    int[] counts = new int[3];
    int warmUp = 0;
    for (long i = 0; i < schedule.operations(); i++) {
      int window = schedule.window(schedule.dueNanos(i));
      if (window < 0) {
        warmUp++;
      } else {
        counts[window]++;
      }
    }
    assertThat(warmUp).isEqualTo(100);
    assertThat(counts).containsExactly(500, 500, 200);
  }

  @Test
  void aRunWithoutOperationsIsRefused() {
    assertThatThrownBy(() -> new Schedule(0, 0, 1)).hasMessageContaining("was 0");
    assertThatThrownBy(() -> new Schedule(1, 0, 0)).hasMessageContaining("0, 0");
  }
}
