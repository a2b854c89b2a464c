package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Compares messages: at once by equality, and those that hold arrays by content. */
final class Messages {
  private Messages() {}

  static void assertSame(Object actual, Object expected) {
    if (actual.equals(expected)) {
      return;
    }
    assertThat(actual)
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .withEqualsForType((byte[] a, byte[] b) -> Arrays.equals(a, b), byte[].class)
        .isEqualTo(expected);
  }
}
