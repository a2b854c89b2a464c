package io.dynamo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipHistory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules M1 and M2 among several nodes, whatever the order of messages and whatever is lost. */
class FormingNetworkTest {
  private static final int SEEDS = 300;
  private static final List<String> NAMES = List.of("n1", "n2", "n3");

  @Test
  void allEndWithEqualHistories() {
    int severalFormed = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      SmallNetwork network = new SmallNetwork(seed, 0.2);
      for (String name : NAMES) {
        network.startLater(name, Samples.SETTINGS, Samples.THREE);
      }
      network.runSeconds(120);

      MembershipHistory expected = MembershipHistories.create(Samples.SETTINGS, Samples.THREE, 0);
      int formed = 0;
      for (String name : NAMES) {
        assertThat(network.node(name).stored()).as("seed %d, %s", seed, name).isEqualTo(expected);
        formed += network.node(name).result instanceof FormingResult.Formed ? 1 : 0;
      }
      assertThat(formed).as("formers with seed %d", seed).isPositive();
      severalFormed += formed > 1 ? 1 : 0;
    }
    assertThat(severalFormed).as("seeds in which nodes formed at the same time").isPositive();
  }

  @Test
  void nobodyFormsWhileOneMemberIsDown() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SmallNetwork network = new SmallNetwork(seed, 0.2);
      network.startLater("n1", Samples.SETTINGS, Samples.THREE);
      network.startLater("n2", Samples.SETTINGS, Samples.THREE);
      network.runSeconds(60);

      assertThat(network.node("n1").result).as("seed %d", seed).isNull();
      assertThat(network.node("n2").result).as("seed %d", seed).isNull();
      assertThat(network.node("n1").progress)
          .anyMatch(text -> text.startsWith("waiting for") && text.contains("n3 (not reachable)"));
      network.start("n3", Samples.SETTINGS, Samples.THREE);
      network.runSeconds(60);
      assertThat(network.node("n1").stored()).as("seed %d", seed).isNotNull();
    }
  }

  @Test
  void aMemberThatCannotKeepTheHistoryIsRefusedAndSaysWhy() {
    SmallNetwork network = formed(1);
    network.wipe("n1");
    network.start("n1", Samples.SETTINGS, Samples.THREE);
    network.fill("n1");
    network.runSeconds(60);

    assertThat(network.node("n1").result)
        .isInstanceOfSatisfying(
            FormingResult.Refused.class,
            refused -> assertThat(refused.message()).contains("the disk is full"));
  }

  /** The trap: a wiped first member forms its old cluster again, and votes with nothing. */
  @Test
  void aWipedMemberAdoptsWhatTheOthersHave() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SmallNetwork network = formed(seed);
      network.wipe("n1");
      network.stop("n2");
      network.start("n1", Samples.SETTINGS, Samples.THREE);
      network.runSeconds(60);

      assertThat(network.node("n1").result)
          .as("seed %d", seed)
          .isInstanceOfSatisfying(
              FormingResult.Adopted.class, adopted -> assertThat(adopted.whole()).isFalse());
    }
  }

  @Test
  void aWipedMemberFormsNothingWhileTheOthersAreDown() {
    SmallNetwork network = formed(1);
    network.wipe("n1");
    network.wipe("n2");
    network.stop("n3");
    network.start("n1", Samples.SETTINGS, Samples.THREE);
    network.start("n2", Samples.SETTINGS, Samples.THREE);
    network.runSeconds(60);
    assertThat(network.node("n1").result).isNull();
    assertThat(network.node("n2").result).isNull();

    network.start("n3", Samples.SETTINGS, Samples.THREE);
    network.runSeconds(60);
    assertThat(network.node("n1").result).isInstanceOf(FormingResult.Adopted.class);
    assertThat(network.node("n2").result).isInstanceOf(FormingResult.Adopted.class);
    assertThat(network.node("n3").result).isInstanceOf(FormingResult.Resumed.class);
  }

  @Test
  void everyNodeResumesAfterAllWereStopped() {
    SmallNetwork network = formed(2);
    NAMES.forEach(network::stop);
    SmallNetwork.Node first = network.start("n2", Samples.SETTINGS, Samples.THREE);

    assertThat(first.result).as("alone and at once").isInstanceOf(FormingResult.Resumed.class);
  }

  @Test
  void nodesOfOtherOptionsNeverFormTogether() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SmallNetwork network = new SmallNetwork(seed, 0.2);
      network.startLater("n1", Samples.SETTINGS, Samples.THREE);
      network.startLater("n2", Samples.SETTINGS, Samples.THREE);
      network.startLater("n3", Samples.settings(512), Samples.THREE);
      network.runSeconds(60);

      assertThat(NAMES)
          .noneMatch(name -> network.node(name).result instanceof FormingResult.Formed);
      assertThat(network.node("n3").result)
          .as("seed %d", seed)
          .isInstanceOfSatisfying(
              FormingResult.Refused.class,
              refused -> assertThat(refused.message()).contains("dynamo.cluster.partitions: 512"));
    }
  }

  @Test
  void nodesOfOtherInitialMembersNeverFormTogether() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SmallNetwork network = new SmallNetwork(seed, 0.2);
      List<Member> two = Samples.THREE.subList(0, 2);
      network.startLater("n1", Samples.SETTINGS, two);
      network.startLater("n2", Samples.SETTINGS, Samples.THREE);
      network.startLater("n3", Samples.SETTINGS, Samples.THREE);
      network.runSeconds(60);

      assertThat(NAMES)
          .noneMatch(name -> network.node(name).result instanceof FormingResult.Formed);
      assertThat(network.node("n1").result)
          .as("seed %d", seed)
          .isInstanceOfSatisfying(
              FormingResult.Refused.class,
              refused -> assertThat(refused.message()).contains("dynamo.cluster.initial-members"));
    }
  }

  /** Rule M2: the nonce. Its cluster id tells the new cluster of one from the one that grew. */
  @Test
  void aWipedClusterOfOneFormsAnotherCluster() {
    List<Member> one = Samples.THREE.subList(0, 1);
    SmallNetwork network = new SmallNetwork(3, 0);
    network.start("n1", Samples.SETTINGS, one);
    MembershipHistory before = network.node("n1").stored();
    network.wipe("n1");
    network.start("n1", Samples.SETTINGS, one);
    MembershipHistory after = network.node("n1").stored();

    assertThat(after.clusterId()).isNotEqualTo(before.clusterId());
    assertThat(after.create().members()).isEqualTo(before.create().members());
  }

  /** One that waits for that cluster is not taken in by its namesake. */
  @Test
  void aNodeDoesNotAdoptTheHistoryOfAClusterOfOneThatIsNotItsOwn() {
    SmallNetwork network = new SmallNetwork(4, 0);
    network.start("n1", Samples.SETTINGS, Samples.THREE.subList(0, 1));
    network.start("n2", Samples.SETTINGS, Samples.THREE.subList(0, 2));
    network.runSeconds(10);

    assertThat(network.node("n2").result)
        .isInstanceOfSatisfying(
            FormingResult.Refused.class,
            refused -> assertThat(refused.message()).contains("removed or never admitted"));
  }

  private static SmallNetwork formed(long seed) {
    SmallNetwork network = new SmallNetwork(seed, 0.1);
    NAMES.forEach(name -> network.startLater(name, Samples.SETTINGS, Samples.THREE));
    network.runSeconds(60);
    NAMES.forEach(name -> assertThat(network.node(name).stored()).isNotNull());
    return network;
  }
}
