package io.dynamo.simulation.trap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a client that asked is told, once it is. */
final class Answer<T> {
  private @Nullable T outcome;
  private long nanos;

  void take(T told, long atNanos) {
    assertThat(outcome).as("answered before, now with %s", told).isNull();
    outcome = told;
    nanos = atNanos;
  }

  boolean isThere() {
    return outcome != null;
  }

  T outcome() {
    return Objects.requireNonNull(outcome, "there is no answer yet");
  }

  /** When it came. */
  long nanos() {
    return nanos;
  }
}
