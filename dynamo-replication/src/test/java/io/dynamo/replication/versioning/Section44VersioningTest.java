package io.dynamo.replication.versioning;

import static io.dynamo.replication.versioning.Written.blind;
import static io.dynamo.replication.versioning.Written.dot;
import static io.dynamo.replication.versioning.Written.merge;
import static io.dynamo.replication.versioning.Written.put;
import static io.dynamo.replication.versioning.Written.values;
import static io.dynamo.replication.versioning.Written.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.api.versioning.VersionVector.Order;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dynamo §4.4 and its figure 3: the life of one object at the nodes Sx, Sy and Sz. */
final class Section44VersioningTest {
  private final Siblings d1 = blind(Siblings.NONE, version("Sx", 1, "D1"));
  private final Siblings d2 = put(d1, d1.vector(), version("Sx", 2, "D2"));
  private final Siblings d3 = put(d2, d2.vector(), version("Sy", 1, "D3"));
  private final Siblings d4 = put(d2, d2.vector(), version("Sz", 1, "D4"));

  @Test
  void aWriteMakesANewClockEntry() {
    assertThat(d1.vector()).isEqualTo(clock(dot("Sx", 1)));
    assertThat(values(d1)).containsExactly("D1");
  }

  @Test
  void theSameNodeOverwritesADescendant() {
    assertThat(d2.vector()).isEqualTo(clock(dot("Sx", 2)));
    assertThat(values(d2)).containsExactly("D2");
  }

  @Test
  void aReplicaThatHasD1AndGetsD2ForgetsD1() {
    assertThat(d2.vector().compare(d1.vector())).isEqualTo(Order.AFTER);
    assertThat(merge(d1, d2)).isEqualTo(d2);
    assertThat(merge(d2, d1)).isEqualTo(d2);
  }

  @Test
  void anotherNodeAddsItsOwnEntry() {
    assertThat(d3.vector()).isEqualTo(clock(dot("Sx", 2), dot("Sy", 1)));
    assertThat(d4.vector()).isEqualTo(clock(dot("Sx", 2), dot("Sz", 1)));
  }

  @Test
  void aNodeThatKnowsD1OrD2AndGetsD4ForgetsThem() {
    assertThat(merge(d1, d4)).isEqualTo(d4);
    assertThat(merge(d2, d4)).isEqualTo(d4);
  }

  @Test
  void aNodeThatKnowsD3AndGetsD4KeepsBoth() {
    assertThat(d3.vector().compare(d4.vector())).isEqualTo(Order.CONCURRENT);
    assertThat(values(merge(d3, d4))).containsExactly("D3", "D4");
  }

  @Test
  void theContextOfAReadOfBothIsASummaryOfBothClocks() {
    assertThat(merge(d3, d4).vector()).isEqualTo(clock(dot("Sx", 2), dot("Sy", 1), dot("Sz", 1)));
  }

  @Test
  void reconciledByTheClientAndWrittenBySxItIsD5() {
    Siblings read = merge(d3, d4);
    Siblings d5 = put(d2, read.vector(), version("Sx", 3, "D5"));
    assertThat(d5.vector()).isEqualTo(clock(dot("Sx", 3), dot("Sy", 1), dot("Sz", 1)));
    assertThat(values(d5)).containsExactly("D5");
    for (Siblings earlier : List.of(d1, d2, d3, d4, read)) {
      assertThat(merge(earlier, d5)).isEqualTo(d5);
      assertThat(merge(d5, earlier)).isEqualTo(d5);
    }
  }

  private static VersionVector clock(Dot... entries) {
    return VersionVector.of(List.of(entries));
  }
}
