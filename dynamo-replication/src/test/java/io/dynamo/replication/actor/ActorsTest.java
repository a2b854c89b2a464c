package io.dynamo.replication.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dynamo.api.NodeId;
import io.dynamo.api.node.NoEvents;
import io.dynamo.api.storage.StorageException;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rules V4 and V6 where actors are handed out. */
class ActorsTest {
  private static final NodeId SELF = new NodeId("n1");

  private final MemoryNodeLog log = new MemoryNodeLog();
  private final List<String> changes = new ArrayList<>();
  private final Actors actors = fresh(log, 1);

  @Test
  void v4RecordWithoutHeaderGetsAnEpochThatNobodyHad() {
    Set<Actor> seen = new HashSet<>();
    for (int i = 0; i < 3 * Actors.BLOCK; i++) {
      assertThat(seen.add(actors.actorFor(null))).isTrue();
    }
  }

  @Test
  void v4CountsOnOnTheActorOfTheHeader() {
    Actor actor = actors.actorFor(null);
    actors.actorFor(null);
    assertThat(actors.actorFor(LocalHeader.of(actor))).isEqualTo(actor);
  }

  @Test
  void v4EpochsAreReservedBeforeTheyAreUsed() {
    actors.actorFor(null);
    Actors afterCrash = fresh(log, 1);
    assertThat(afterCrash.actorFor(null).epoch()).isEqualTo(1 + Actors.BLOCK);
  }

  @Test
  void v4OneWriteReservesAWholeBlock() {
    int before = log.writes();
    for (int i = 0; i < Actors.BLOCK; i++) {
      actors.actorFor(null);
    }
    assertThat(log.writes()).isEqualTo(before + 1);
    actors.actorFor(null);
    assertThat(log.writes()).isEqualTo(before + 2);
  }

  @Test
  void v4WithoutAReservationThereIsNoEpoch() {
    log.failWrites(new StorageException("broken"));
    assertThatThrownBy(() -> actors.actorFor(null)).isInstanceOf(StorageException.class);
    log.failWrites(null);
    Actor actor = actors.actorFor(null);
    assertThat(fresh(log, 1).actorFor(null).epoch()).isGreaterThan(actor.epoch());
  }

  @Test
  void v4BurnedActorIsNeverUsedAgain() {
    Actor actor = actors.actorFor(null);
    actors.burn(actor);
    assertThat(actors.actorFor(LocalHeader.of(actor))).isNotEqualTo(actor);
  }

  @Test
  void v4OneBurnedActorTooManyBurnsAllEpochsSoFarAndNoLaterOne() {
    Actor unburned = actors.actorFor(null);
    for (int i = 0; i <= Actors.MAX_BURNED; i++) {
      assertThat(actors.countsOn(LocalHeader.of(unburned))).isTrue();
      actors.burn(actors.actorFor(null));
    }
    assertThat(actors.countsOn(LocalHeader.of(unburned))).isFalse();
    Actor later = actors.actorFor(LocalHeader.of(unburned));
    assertThat(later).isNotEqualTo(unburned);
    assertThat(actors.actorFor(LocalHeader.of(later))).isEqualTo(later);
  }

  @Test
  void v4HeaderOfAnotherIncarnationIsNotCountedOn() {
    Actor actor = actors.actorFor(null);
    actors.newIncarnation("test");
    Actor next = actors.actorFor(LocalHeader.of(actor));
    assertThat(next.incarnation()).isNotEqualTo(actor.incarnation());
  }

  @Test
  void v6EpochThatWasNeverHandedOutChangesTheIncarnation() {
    Actor last = actors.actorFor(null);
    Actor stranger = new Actor(SELF, last.incarnation(), last.epoch() + 1);
    assertThat(actors.alarm(null, VersionVector.EMPTY, vector(last, 7))).isNull();
    assertThat(actors.alarm(null, VersionVector.EMPTY, vector(stranger, 1)))
        .isEqualTo(new Dot(stranger, 1));
    assertThat(actors.incarnation()).isNotEqualTo(last.incarnation());
    assertThat(changes).hasSize(2);
  }

  @Test
  void v6MoreWritesOfTheHeadersActorThanTheRecordHasChangeTheIncarnation() {
    Actor actor = actors.actorFor(null);
    LocalHeader header = LocalHeader.of(actor);
    assertThat(actors.alarm(header, vector(actor, 3), vector(actor, 3))).isNull();
    assertThat(actors.alarm(header, vector(actor, 3), vector(actor, 4)))
        .isEqualTo(new Dot(actor, 4));
    assertThat(actors.actorFor(header).incarnation()).isNotEqualTo(actor.incarnation());
  }

  @Test
  void v6DotsOfABurnedActorMayComeBackWithoutAnAlarm() {
    Actor actor = actors.actorFor(null);
    actors.burn(actor);
    assertThat(actors.alarm(LocalHeader.of(actor), vector(actor, 3), vector(actor, 4))).isNull();
  }

  @Test
  void v6DotsOfOtherNodesAndOtherIncarnationsAreNoAlarm() {
    Actor actor = actors.actorFor(null);
    Actor other = new Actor(new NodeId("n2"), actor.incarnation(), 999_999);
    Actor old = new Actor(SELF, actor.incarnation() + 1, 999_999);
    VersionVector incoming = VersionVector.of(List.of(new Dot(other, 9), new Dot(old, 9)));
    assertThat(actors.alarm(LocalHeader.of(actor), VersionVector.EMPTY, incoming)).isNull();
  }

  @Test
  void v5DoubtFromAnotherThreadTakesEffectBeforeTheNextDot() {
    Actor actor = actors.actorFor(null);
    actors.doubt("a late answer");
    assertThat(actors.actorFor(LocalHeader.of(actor)).incarnation())
        .isNotEqualTo(actor.incarnation());
  }

  @Test
  void v5DistrustedStoreLeavesNoStopMarker() {
    actors.distrustStore();
    assertThat(actors.markCleanStop()).isFalse();
    assertThat(log.has(Actors.CLEAN_STOP)).isFalse();
  }

  @Test
  void stopMarkerSurvivesItsBytes() {
    StopMarker marker = new StopMarker(-5, 4_000, 17, List.of(20L, 3_999L));
    assertThat(StopMarker.decode(marker.encode())).isEqualTo(marker);
    byte[] cut = java.util.Arrays.copyOf(marker.encode(), marker.encode().length - 1);
    assertThatThrownBy(() -> StopMarker.decode(cut)).isInstanceOf(IllegalArgumentException.class);
  }

  private static VersionVector vector(Actor actor, long counter) {
    return VersionVector.of(List.of(new Dot(actor, counter)));
  }

  private Actors fresh(MemoryNodeLog nodeLog, long seed) {
    NoEvents events =
        new NoEvents() {
          @Override
          public void incarnationChanged(long incarnation, String reason) {
            changes.add(reason);
          }
        };
    return Starts.alone(SELF, nodeLog, new SplittableRandom(seed), events);
  }
}
