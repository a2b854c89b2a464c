package io.dynamo.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Random histories of a correct cluster pass; the same with one thing wrong never do. */
class HistoryCheckerLawTest {
  private static final int STEPS = 40;

  @Seeds(2000)
  void aCorrectClusterIsNeverAccused(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    assertThat(check(cluster, cluster.healed())).isEmpty();
  }

  @Seeds(500)
  void anAcknowledgedPutThatNobodyKeptIsFoundLost(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    cluster.put(false);
    cluster.run(STEPS);
    assertThat(invariants(cluster, cluster.healed())).containsExactly(Invariant.LOST);
  }

  @Seeds(500)
  void anAcknowledgedPutThatVanishesAtTheEndIsFoundLost(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    cluster.put(true);
    assertThat(cluster.standing()).isNotEmpty();
    for (String value : cluster.standing()) {
      List<String> last = new ArrayList<>(cluster.healed());
      last.remove(value);
      assertThat(invariants(cluster, last)).contains(Invariant.LOST);
    }
  }

  @Seeds(500)
  void aReplacedValueThatIsBackAtTheEndIsFoundResurrected(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    String value = cluster.put(true);
    cluster.replace(value);
    cluster.run(STEPS);
    List<String> last = new ArrayList<>(cluster.healed());
    assertThat(last).doesNotContain(value);
    last.add(value);
    assertThat(invariants(cluster, last)).contains(Invariant.RESURRECTED);
  }

  @Seeds(500)
  void aReplacedValueBesideItsReplacementIsFoundNotConcurrent(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    String value = cluster.put(true);
    String replacement = cluster.replace(value);
    cluster.run(STEPS);
    cluster.answer(List.of(replacement, value));
    Invariant expected =
        replacement.startsWith("v") ? Invariant.NOT_CONCURRENT : Invariant.INVENTED;
    assertThat(invariants(cluster, cluster.healed())).containsExactly(expected);
  }

  @Seeds(500)
  void aValueShownTwiceIsFoundNotConcurrent(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    String value = cluster.put(true);
    cluster.answer(List.of(value, value));
    assertThat(invariants(cluster, cluster.healed())).containsExactly(Invariant.NOT_CONCURRENT);
  }

  @Seeds(500)
  void aRefusedValueThatIsShownIsFoundInvented(RandomGenerator random) {
    ModelledCluster cluster = ran(random);
    cluster.answer(List.of(cluster.refusedPut()));
    assertThat(invariants(cluster, cluster.healed())).containsExactly(Invariant.INVENTED);
  }

  private static ModelledCluster ran(RandomGenerator random) {
    ModelledCluster cluster = new ModelledCluster(random);
    cluster.run(STEPS);
    return cluster;
  }

  private static List<Violation> check(ModelledCluster cluster, List<String> last) {
    return HistoryChecker.check(cluster.history(), Map.of(ModelledCluster.KEY, last), Set.of());
  }

  private static List<Invariant> invariants(ModelledCluster cluster, List<String> last) {
    return check(cluster, last).stream().map(Violation::invariant).toList();
  }
}
