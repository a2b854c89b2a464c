package io.dynamo.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Compares messages, which may hold arrays, by content. */
final class Messages {
  private Messages() {}

  static void assertSame(Object actual, Object expected) {
    assertThat(actual)
        .usingRecursiveComparison()
        .withStrictTypeChecking()
        .withEqualsForType((byte[] a, byte[] b) -> Arrays.equals(a, b), byte[].class)
        .isEqualTo(expected);
  }
}
