package io.dynamo.replication.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.node.NoEvents;
import io.dynamo.replication.actor.VirtualLoop;
import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Dynamo §6.5: background work adapts to what it does to the foreground. */
class Section65AdmissionControlTest {
  private static final long MILLI = 1_000_000L;
  private static final long THRESHOLD = 50 * MILLI;

  /** A control, its loop, and what it told. */
  private static final class Fixture {
    final VirtualLoop loop = new VirtualLoop();
    final List<String> told = new ArrayList<>();
    int asked;
    long p99 = -1;
    final AdmissionControl control =
        new AdmissionControl(
            loop,
            () -> {
              asked++;
              return p99;
            },
            THRESHOLD,
            new NoEvents() {
              @Override
              public void backgroundPaused(String work, long pauseNanos, long foregroundNanos) {
                told.add(work + " " + pauseNanos / MILLI + " " + foregroundNanos / MILLI);
              }
            });

    long pauseMillis(long workedMillis) {
      return control.pauseNanos("trees", workedMillis * MILLI) / MILLI;
    }
  }

  private final Fixture node = new Fixture();

  @Test
  void withoutClientsBackgroundWorkNeverPauses() {
    for (int i = 0; i < 10; i++) {
      assertThat(node.pauseMillis(1_000)).isZero();
      node.loop.run(1_000);
    }
    assertThat(node.told).isEmpty();
  }

  @Test
  void clientsUnderTheThresholdDoNotSlowItDown() {
    node.p99 = THRESHOLD;

    assertThat(node.pauseMillis(1_000)).isZero();
  }

  @Test
  void eachSecondOfSlowClientsHalvesTheShareDownToTheFloor() {
    node.p99 = THRESHOLD + MILLI;
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      pauses.add(node.pauseMillis(10));
      node.loop.run(1_000);
    }
    assertThat(pauses).containsExactly(10L, 30L, 70L, 150L, 310L, 630L, 630L, 630L);
    assertThat(node.control.share()).isEqualTo(AdmissionControl.FLOOR);
    assertThat(node.told).startsWith("trees 10 51", "trees 30 51").hasSize(8);
  }

  @Test
  void shareIsDecidedAtMostOncePerSecondHoweverMuchWorkThereIs() {
    node.p99 = 2 * THRESHOLD;
    for (int i = 0; i < 999; i++) {
      assertThat(node.pauseMillis(1)).isEqualTo(1);
      node.loop.run(1);
    }
    assertThat(node.asked).isEqualTo(1);

    node.loop.run(1);
    assertThat(node.pauseMillis(1)).isEqualTo(3);
    assertThat(node.asked).isEqualTo(2);
  }

  @Test
  void shareGrowsByASixteenthOfFullPerSecondWhenClientsAreFastAgain() {
    slowDown();
    node.p99 = MILLI;

    node.loop.run(1_000);
    node.pauseMillis(0);
    assertThat(node.control.share()).isEqualTo(1.0 / 64 + 1.0 / 16);
    node.loop.run(3_000);
    node.pauseMillis(0);
    assertThat(node.control.share()).isEqualTo(1.0 / 64 + 4.0 / 16);
    node.loop.run(12_000);
    assertThat(node.pauseMillis(1_000)).isZero();
    assertThat(node.control.share()).isEqualTo(1);
  }

  @Test
  void clientsThatGoAwayGiveTheWholeTimeBack() {
    slowDown();
    node.p99 = -1;

    node.loop.run(1_000);
    assertThat(node.pauseMillis(1_000)).isZero();
  }

  @Test
  void noPauseIsLongerThanTenSecondsSoThatRepairGoesOn() {
    slowDown();

    assertThat(node.pauseMillis(60_000)).isEqualTo(10_000);
    assertThat(node.control.pauseNanos("trees", Long.MAX_VALUE))
        .isEqualTo(AdmissionControl.MAX_PAUSE_NANOS);
  }

  @Test
  void workThatTookNoTimeNeedsNoPause() {
    slowDown();
    node.told.clear();

    assertThat(node.pauseMillis(0)).isZero();
    assertThat(node.told).isEmpty();
  }

  @Test
  void negativeWorkAndAThresholdOfNothingAreBugs() {
    assertThatThrownBy(() -> node.control.pauseNanos("scrub", -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scrub");
    assertThatThrownBy(() -> new AdmissionControl(node.loop, () -> -1, 0, new NoEvents()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A model: each slice beside the clients makes them slower. The control must find a balance. */
  @Test
  void clientsThatSufferFromBackgroundWorkEndUpNearTheThreshold() {
    int over = 0;
    for (int second = 0; second < 600; second++) {
      node.p99 = (long) (200 * MILLI * node.control.share());
      if (second > 60 && node.p99 > 2 * THRESHOLD) {
        over++;
      }
      node.pauseMillis(10);
      node.loop.run(1_000);
    }
    assertThat(over).isZero();
    assertThat(node.control.share()).isGreaterThan(AdmissionControl.FLOOR);
  }

  @Seeds(200)
  void pausesStayWithinTheirBoundsWhateverTheClientsDo(RandomGenerator random) {
    Fixture fixture = new Fixture();
    for (int i = 0; i < 300; i++) {
      fixture.p99 = random.nextLong(-1, 2 * THRESHOLD);
      long worked = random.nextLong(100 * MILLI);
      long pause = fixture.control.pauseNanos("scrub", worked);
      assertThat(pause)
          .isBetween(0L, AdmissionControl.MAX_PAUSE_NANOS)
          .isLessThanOrEqualTo(63 * worked);
      assertThat(fixture.control.share()).isBetween(AdmissionControl.FLOOR, 1.0);
      fixture.loop.run(random.nextInt(3_000));
    }
  }

  private void slowDown() {
    node.p99 = 2 * THRESHOLD;
    for (int i = 0; i < 10; i++) {
      node.loop.run(1_000);
      node.pauseMillis(1);
    }
    assertThat(node.control.share()).isEqualTo(AdmissionControl.FLOOR);
  }
}
