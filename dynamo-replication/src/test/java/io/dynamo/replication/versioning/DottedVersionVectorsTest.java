package io.dynamo.replication.versioning;

import static io.dynamo.replication.versioning.Written.VERSIONING;
import static io.dynamo.replication.versioning.Written.blind;
import static io.dynamo.replication.versioning.Written.merge;
import static io.dynamo.replication.versioning.Written.put;
import static io.dynamo.replication.versioning.Written.values;
import static io.dynamo.replication.versioning.Written.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.dynamo.api.MapSettings;
import io.dynamo.api.versioning.ConflictResolverProvider;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.VersioningProvider;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** Rules V1 and V2 by example; the laws stand in {@link DottedVersionVectorsContractTest}. */
final class DottedVersionVectorsTest {
  private final Siblings a = blind(Siblings.NONE, version("n1", 1, "a"));

  @Test
  void ruleV1APutWithoutContextMakesASibling() {
    assertThat(values(blind(a, version("n1", 2, "b")))).containsExactly("a", "b");
  }

  @Test
  void ruleV1TwoWritersOnOneContextThroughOneNodeLeaveBothValues() {
    Siblings first = put(a, a.vector(), version("n1", 2, "b"));
    Siblings both = put(first, a.vector(), version("n1", 3, "c"));
    assertThat(values(both)).containsExactly("b", "c");
  }

  @Test
  void ruleV1APutDropsExactlyWhatItsContextCovers() {
    Siblings seen = blind(a, version("n1", 2, "b"));
    Siblings three = blind(seen, version("n1", 3, "c"));
    assertThat(values(put(three, seen.vector(), version("n2", 1, "d")))).containsExactly("c", "d");
  }

  @Test
  void ruleV1APutWhoseContextIsAheadOfTheStoreCoversWhatComesLater() {
    Siblings elsewhere = put(a, a.vector(), version("n2", 1, "b"));
    Siblings after = put(Siblings.NONE, elsewhere.vector(), version("n3", 1, "c"));
    assertThat(values(merge(after, elsewhere))).containsExactly("c");
    assertThat(values(merge(a, after))).containsExactly("c");
  }

  @Test
  void ruleV1ManyInterleavedWritersLeaveNoMoreSiblingsThanWriters() {
    Siblings state = a;
    VersionVector seenByFirst = a.vector();
    VersionVector seenBySecond = a.vector();
    for (int i = 2; i < 200; i += 2) {
      state = put(state, seenByFirst, version("n1", i, "first" + i));
      seenByFirst = state.vector();
      state = put(state, seenBySecond, version("n1", i + 1, "second" + i));
      seenBySecond = state.vector();
    }
    assertThat(state.versions()).hasSizeLessThanOrEqualTo(2);
    assertThat(state.vector().entries()).hasSize(1);
  }

  @Test
  void ruleV2ATombstoneIsAnOrdinaryVersion() {
    Siblings deleted = put(a, a.vector(), Version.tombstone(Written.dot("n2", 1), 2, null));
    assertThat(merge(a, deleted)).isEqualTo(deleted);
    Siblings beside = merge(deleted, blind(a, version("n1", 2, "b")));
    assertThat(beside.versions()).hasSize(2);
    assertThat(beside.live()).extracting(Version::dot).containsExactly(Written.dot("n1", 2));
  }

  @Test
  void ruleV4ADotThatWasUsedBeforeIsABug() {
    Version again = version("n1", 1, "x");
    assertThatIllegalArgumentException().isThrownBy(() -> blind(a, again));
    assertThatIllegalArgumentException().isThrownBy(() -> put(Siblings.NONE, a.vector(), again));
  }

  @Test
  void inputsStayAsTheyWere() {
    Siblings b = put(a, a.vector(), version("n2", 1, "b"));
    Siblings c = blind(b, version("n2", 2, "c"));
    assertThat(merge(a, c)).isNotEqualTo(b);
    assertThat(values(a)).containsExactly("a");
    assertThat(values(b)).containsExactly("b");
  }

  @Test
  void coversIgnoresTheMemoryOfReplacedPuts() {
    Siblings identified = blind(Siblings.NONE, version("n1", 1, "a", Written.request(1)));
    Siblings after = put(identified, identified.vector(), version("n1", 2, "b"));
    Siblings forgetful = new Siblings(after.vector(), after.versions(), List.of());
    assertThat(after.replaced()).hasSize(1);
    assertThat(VERSIONING.covers(forgetful, after)).isTrue();
    assertThat(VERSIONING.covers(after, forgetful)).isTrue();
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(VersioningProvider.class))
        .filteredOn(provider -> provider.name().equals("dotted-version-vectors"))
        .singleElement()
        .satisfies(
            provider ->
                assertThat(provider.create(MapSettings.EMPTY))
                    .isInstanceOf(DottedVersionVectors.class));
  }

  @Test
  void theResolversAreFoundByTheirNames() {
    assertThat(ServiceLoader.load(ConflictResolverProvider.class))
        .extracting(
            ConflictResolverProvider::name,
            provider -> provider.create(MapSettings.EMPTY).getClass())
        .containsExactlyInAnyOrder(
            tuple("siblings", AllSiblings.class), tuple("last-write-wins", LastWriteWins.class));
  }
}
