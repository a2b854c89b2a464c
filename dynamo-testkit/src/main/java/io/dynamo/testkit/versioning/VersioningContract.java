package io.dynamo.testkit.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.NodeId;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.testkit.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * What every versioning promises (rules V1, V2, V10): nothing written is lost, nothing replaced
 * comes back, and replicas that exchange states end equal. A subclass says which.
 */
public abstract class VersioningContract {
  private static final int STEPS = 60;

  /** The versioning to test. */
  protected abstract Versioning versioning();

  @Seeds(1000)
  void ruleV1EveryStateHoldsExactlyWhatNoWriterInItHadSeen(RandomGenerator random) {
    VersionHistory history = new VersionHistory(versioning(), random, false);
    for (int i = 0; i < STEPS; i++) {
      KnownState state = history.step();
      assertThat(history.found(state)).isEqualTo(history.expected(state));
    }
  }

  @Seeds(1000)
  void ruleV2MergeIsCommutative(RandomGenerator random) {
    VersionHistory history = ran(random);
    KnownState left = history.any();
    KnownState right = history.any();
    assertThat(history.merge(left, right)).isEqualTo(history.merge(right, left));
  }

  @Seeds(1000)
  void ruleV2MergeIsAssociative(RandomGenerator random) {
    VersionHistory history = ran(random);
    KnownState a = history.any();
    KnownState b = history.any();
    KnownState c = history.any();
    assertThat(history.merge(history.merge(a, b), c))
        .isEqualTo(history.merge(a, history.merge(b, c)));
  }

  @Seeds(1000)
  void ruleV2MergeIsIdempotent(RandomGenerator random) {
    VersionHistory history = new VersionHistory(versioning(), random, random.nextBoolean());
    history.run(STEPS);
    KnownState state = history.any();
    KnownState merged = history.merge(state, history.any());
    assertThat(history.merge(state, state)).isEqualTo(state);
    assertThat(history.merge(merged, merged)).isEqualTo(merged);
  }

  @Seeds(1000)
  void ruleV2WithRetriesMergeIsCommutativeToo(RandomGenerator random) {
    VersionHistory history = ranWithRetries(random);
    KnownState left = history.any();
    KnownState right = history.any();
    assertThat(history.merge(left, right)).isEqualTo(history.merge(right, left));
  }

  @Seeds(1000)
  void coversSaysWhetherTheOtherHasSeenMore(RandomGenerator random) {
    VersionHistory history = ran(random);
    KnownState state = history.any();
    KnownState other = history.any();
    assertThat(versioning().covers(state.siblings(), other.siblings()))
        .isEqualTo(state.hasSeenAllOf(other));
  }

  @Seeds(1000)
  void coversSaysWhetherMergingWouldChangeVectorOrVersions(RandomGenerator random) {
    VersionHistory history = ranWithRetries(random);
    Siblings state = history.any().siblings();
    Siblings other = history.any().siblings();
    Siblings merged = versioning().merge(state, other);
    boolean unchanged =
        merged.vector().equals(state.vector()) && merged.versions().equals(state.versions());
    assertThat(versioning().covers(state, other)).isEqualTo(unchanged);
  }

  @Seeds(1000)
  void ruleV2ReplicasThatExchangeStatesEndEqual(RandomGenerator random) {
    VersionHistory history = ran(random);
    KnownState all = history.mergedInSomeOrder();
    assertThat(history.converge()).containsOnly(all.siblings());
    assertThat(history.found(all)).isEqualTo(history.expected(all));
  }

  @Seeds(1000)
  void ruleV10ReplicasThatExchangeStatesWithRetriesEndEqual(RandomGenerator random) {
    VersionHistory history = ranWithRetries(random);
    List<Siblings> states = history.converge();
    for (Siblings state : states) {
      assertThat(state.vector()).isEqualTo(states.get(0).vector());
      assertThat(state.versions()).isEqualTo(states.get(0).versions());
    }
  }

  @Seeds(1000)
  void ruleV10WithRetriesNothingIsLostAndNothingComesBack(RandomGenerator random) {
    VersionHistory history = new VersionHistory(versioning(), random, true);
    for (int i = 0; i < STEPS; i++) {
      KnownState state = history.step();
      assertThat(history.lost(state).stream()).isEmpty();
      assertThat(history.revived(state).stream()).isEmpty();
      assertThat(identities(state.siblings())).doesNotHaveDuplicates();
      assertThat(state.siblings().versions().isEmpty()).isEqualTo(state.seen().isEmpty());
    }
  }

  @Test
  void nothingIsTheNeutralElement() {
    Version version = Version.of(dot("n1", 1), 1, new byte[] {1}, null);
    Siblings state = versioning().put(Siblings.NONE, VersionVector.EMPTY, version);
    assertThat(versioning().merge(state, Siblings.NONE)).isEqualTo(state);
    assertThat(versioning().merge(Siblings.NONE, state)).isEqualTo(state);
    assertThat(versioning().merge(Siblings.NONE, Siblings.NONE)).isEqualTo(Siblings.NONE);
    assertThat(versioning().covers(state, Siblings.NONE)).isTrue();
    assertThat(versioning().covers(Siblings.NONE, state)).isFalse();
    assertThat(versioning().covers(Siblings.NONE, Siblings.NONE)).isTrue();
  }

  private VersionHistory ran(RandomGenerator random) {
    VersionHistory history = new VersionHistory(versioning(), random, false);
    history.run(STEPS);
    return history;
  }

  private VersionHistory ranWithRetries(RandomGenerator random) {
    VersionHistory history = new VersionHistory(versioning(), random, true);
    history.run(STEPS);
    return history;
  }

  private static List<RequestIdentity> identities(Siblings state) {
    return state.versions().stream().map(Version::identity).toList();
  }

  private static Dot dot(String node, long counter) {
    return new Dot(new Actor(new NodeId(node), 1, 1), counter);
  }
}
