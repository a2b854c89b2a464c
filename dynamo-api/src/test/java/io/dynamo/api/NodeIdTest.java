package io.dynamo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of nodes; their length is limited because contexts carry them (rule V11). */
final class NodeIdTest {
  private static final String LONGEST = "abcdefghijklmnopqrstuvwxyz-._AZ0";

  @ParameterizedTest
  @ValueSource(strings = {"n", "n1", "Zone-1.rack_2", "0", LONGEST})
  void takesLettersDigitsAndThreeSigns(String name) {
    assertThat(new NodeId(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "n 1", "n/1", "n:1", "n\n", "ñ", "n@1", "[", "`", "{", LONGEST + "x"})
  void refusesAllElse(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NodeId(name))
        .withMessageContaining(name);
  }

  @Test
  void isOrderedByItsText() {
    assertThat(new NodeId("n10")).isLessThan(new NodeId("n2"));
    assertThat(new NodeId("N")).isLessThan(new NodeId("n"));
    assertThat(new NodeId("n")).isEqualByComparingTo(new NodeId("n"));
  }
}
