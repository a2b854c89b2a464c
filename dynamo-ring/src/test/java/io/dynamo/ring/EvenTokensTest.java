package io.dynamo.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.MapSettings;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.PartitioningProvider;
import io.dynamo.api.partitioning.Ring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategy 3 of the paper (Dynamo §6.2), by example. */
class EvenTokensTest {
  @Test
  void theProviderIsFoundByItsName() {
    List<PartitioningProvider> found = new ArrayList<>();
    ServiceLoader.load(PartitioningProvider.class).forEach(found::add);

    assertThat(found)
        .extracting(PartitioningProvider::name)
        .containsExactly("even-tokens", "random-tokens", "random-tokens-even-partitions");
    assertThat(found.get(0).create(MapSettings.EMPTY)).isInstanceOf(EvenTokens.class);
  }

  /** Where data lies must never change under a history: these owners are for good. */
  @Test
  void ownersOfSomeKeysInAClusterOfFive() {
    Ring ring = place(256, 3, Clusters.equalMembers(5));

    Map<String, String> owners = new LinkedHashMap<>();
    for (String key : List.of("cart:1", "cart:2", "a", "Dynamo", "päron")) {
      owners.put(key, ring.owners(new Md5KeyHash().position(Key.of(key))).toString());
    }
    assertThat(owners)
        .containsExactly(
            Map.entry("cart:1", "[n03, n04, n05]"),
            Map.entry("cart:2", "[n04, n05, n01]"),
            Map.entry("a", "[n03, n02, n05]"),
            Map.entry("Dynamo", "[n05, n01, n02]"),
            Map.entry("päron", "[n01, n02, n03]"));
    assertThat(ring.digest()).isEqualTo(-1881484463873479157L);
  }

  /** The same for weights and zones. */
  @Test
  void digestOfAClusterWithWeightsAndZones() {
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      members.add(Clusters.member("n" + i, "rack-" + i % 3, 1 + i % 4));
    }

    assertThat(place(256, 3, members).digest()).isEqualTo(-985679402391365731L);
  }

  @ParameterizedTest
  @CsvSource({"1, 256", "2, 256", "3, 256"})
  void uptoNNodesHoldEverything(int nodes, int copies) {
    assertThat(copies(place(256, 3, Clusters.equalMembers(nodes)))).containsOnly(copies);
  }

  @ParameterizedTest
  @CsvSource({
    "4, 3, 256, 192, 192",
    "5, 3, 256, 153, 154",
    "3, 2, 256, 170, 171",
    "5, 4, 256, 204, 205",
    "7, 4, 256, 146, 147",
    "6, 3, 256, 126, 129",
    "10, 3, 256, 75, 78",
    "64, 3, 1024, 48, 48"
  })
  void equalNodesHoldEqualShares(int nodes, int replicas, int partitions, int least, int most) {
    assertThat(copies(place(partitions, replicas, Clusters.equalMembers(nodes))))
        .allSatisfy(copies -> assertThat(copies).isBetween(least, most));
  }

  /** The common case whose numbers do not divide: three racks, three copies, 256 partitions. */
  @Test
  void threeZonesHoldOneCopyEachOfEverything() {
    List<Member> members = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      members.add(Clusters.member("n" + i, "rack-" + i % 3, 1));
    }
    Ring ring = place(256, 3, members);

    for (Partition partition : ring.partitions()) {
      TreeSet<String> zones = new TreeSet<>();
      partition.owners().forEach(owner -> zones.add(ring.history().member(owner).zone()));
      assertThat(zones).hasSize(3);
    }
    assertThat(copies(ring)).allSatisfy(copies -> assertThat(copies).isBetween(83, 88));
  }

  @Test
  void aNodeOfMoreThanItsPartHoldsEverythingAndTheOthersShareTheRest() {
    List<Member> members = Clusters.equalMembers(4);
    members.set(2, Clusters.member("n03", "", 100));

    List<Integer> copies = copies(place(256, 3, members));
    assertThat(copies.get(2)).isBetween(255, 256);
    assertThat(copies)
        .filteredOn(held -> held < 200)
        .hasSize(3)
        .allSatisfy(held -> assertThat(held).isBetween(170, 171));
  }

  @Test
  void nodesWithoutATokenComeLastInTheOrderOfTheirNames() {
    Ring ring = place(4, 3, Clusters.equalMembers(9));

    for (Partition partition : ring.partitions()) {
      assertThat(partition.preferenceList().subList(4, 9))
          .extracting(NodeId::value)
          .containsExactly("n05", "n06", "n07", "n08", "n09");
    }
  }

  /** When a node fails, its work falls to all others. */
  @Test
  void everyOtherNodeStandsInForANodeSomewhere() {
    Ring ring = place(256, 3, Clusters.equalMembers(8));

    for (Member failed : ring.history().members()) {
      TreeSet<NodeId> fallbacks = new TreeSet<>();
      for (Partition partition : ring.ownedBy(failed.id())) {
        fallbacks.add(partition.preferenceList().get(3));
      }
      assertThat(fallbacks).hasSize(7);
    }
  }

  @Test
  void addressesDoNotMatter() {
    List<Member> moved = new ArrayList<>();
    for (Member member : Clusters.equalMembers(7)) {
      moved.add(new Member(member.id(), "elsewhere", 9, "", 1));
    }

    assertThat(place(64, 3, moved).partitions())
        .isEqualTo(place(64, 3, Clusters.equalMembers(7)).partitions());
  }

  private static Ring place(int partitions, int replicas, List<Member> members) {
    return new EvenTokens()
        .place(Clusters.history(Clusters.settings(partitions, replicas), members));
  }

  private static List<Integer> copies(Ring ring) {
    return ring.history().members().stream()
        .map(member -> ring.ownedBy(member.id()).size())
        .toList();
  }
}
