package io.dynamo.server.frontend;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts a {@link KeyValueResult.Failed} together. */
final class FailedBuilder {
  private final Failure failure;
  private final String message;
  private final TreeMap<String, Long> numbers = new TreeMap<>();
  private byte @Nullable [] context;

  FailedBuilder(Failure failure, String message) {
    this.failure = failure;
    this.message = message;
  }

  FailedBuilder number(String name, long value) {
    numbers.put(name, value);
    return this;
  }

  FailedBuilder context(byte[] token) {
    context = token;
    return this;
  }

  KeyValueResult.Failed build() {
    return new KeyValueResult.Failed(failure, message, numbers, context);
  }
}
