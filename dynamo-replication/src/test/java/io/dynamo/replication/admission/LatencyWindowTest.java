package io.dynamo.replication.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.testkit.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  @Test
  void emptyWindowKnowsNoPercentile() {
    LatencyWindow window = new LatencyWindow(0);

    assertThat(window.percentile(0, 0.99)).isEqualTo(-1);
    assertThat(window.samples(0)).isZero();
  }

  @Test
  void oneSlowRequestInAHundredIsNotInThe99thPercentileAndTwoAre() {
    LatencyWindow window = new LatencyWindow(0);
    for (int i = 0; i < 99; i++) {
      window.record(0, MILLI);
    }
    window.record(0, 100 * MILLI);
    assertThat(window.percentile(0, 0.99)).isBetween(MILLI, MILLI * 33 / 32);

    window.record(0, 100 * MILLI);
    assertThat(window.percentile(0, 0.99)).isBetween(100 * MILLI, 100 * MILLI * 33 / 32);
  }

  @Seeds(200)
  void percentilesAreAtMostOneStepTooHighAndNeverTooLow(RandomGenerator random) {
    LatencyWindow window = new LatencyWindow(0);
    long[] latencies = new long[1 + random.nextInt(500)];
    for (int i = 0; i < latencies.length; i++) {
      latencies[i] = Math.min(60 * SECOND, 1_024L << random.nextInt(26)) + random.nextInt(1_000);
      window.record(random.nextLong(SECOND), latencies[i]);
    }
    Arrays.sort(latencies);
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 1}) {
      long exact = latencies[(int) Math.ceil(share * latencies.length) - 1];
      assertThat(window.percentile(0, share)).isBetween(exact, exact + exact / 32);
    }
  }

  @Test
  void latenciesOutOfTheScaleCountAtItsEnds() {
    LatencyWindow window = new LatencyWindow(0);
    for (long tiny : new long[] {Long.MIN_VALUE, -1, 0, 1, 1_023}) {
      window.record(0, tiny);
    }
    assertThat(window.percentile(0, 1)).isBetween(1_000L, 1_100L);

    window.record(0, Long.MAX_VALUE);
    assertThat(window.percentile(0, 1)).isGreaterThan(60 * SECOND);
    assertThat(window.samples(0)).isEqualTo(6);
  }

  @Test
  void latenciesAreForgottenAfterAMinute() {
    LatencyWindow window = new LatencyWindow(0);
    window.record(0, SECOND);
    window.record(30 * SECOND, MILLI);

    assertThat(window.percentile(60 * SECOND - 1, 1)).isGreaterThanOrEqualTo(SECOND);
    assertThat(window.percentile(60 * SECOND, 1)).isLessThan(2 * MILLI);
    assertThat(window.samples(90 * SECOND - 1)).isEqualTo(1);
    assertThat(window.samples(90 * SECOND)).isZero();
  }

  @Test
  void longSilenceEmptiesTheWindow() {
    LatencyWindow window = new LatencyWindow(0);
    for (int i = 0; i < 120; i++) {
      window.record(i * SECOND, MILLI);
    }
    assertThat(window.samples(119 * SECOND)).isEqualTo(60);
    assertThat(window.samples(1_000_000 * SECOND)).isZero();

    window.record(1_000_000 * SECOND, MILLI);
    assertThat(window.samples(1_000_000 * SECOND)).isEqualTo(1);
  }

  @Test
  void clockMayWrapAroundAndStepBackALittle() {
    long start = Long.MAX_VALUE - SECOND;
    LatencyWindow window = new LatencyWindow(start);
    window.record(start, MILLI);
    window.record(start + 7 * SECOND, MILLI);
    window.record(start + 4 * SECOND, MILLI);

    assertThat(window.samples(start + 59 * SECOND)).isEqualTo(3);
    assertThat(window.samples(start + 60 * SECOND)).isEqualTo(2);
    assertThat(window.samples(start + 65 * SECOND)).isZero();
  }

  @Test
  void shareOfNothingIsABug() {
    LatencyWindow window = new LatencyWindow(0);

    for (double bad : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> window.percentile(0, bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
