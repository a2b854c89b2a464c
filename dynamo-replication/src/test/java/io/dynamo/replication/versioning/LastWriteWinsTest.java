package io.dynamo.replication.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolver.Value;
import io.dynamo.testkit.versioning.ConflictResolverContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Timestamp based reconciliation (Dynamo §6.1). */
final class LastWriteWinsTest extends ConflictResolverContract {
  private static final Key KEY = Key.of("session");

  @Override
  protected ConflictResolver resolver() {
    return new LastWriteWins();
  }

  @Test
  void theGreatestTimestampWins() {
    Value early = new Value(new byte[] {9}, 1);
    Value late = new Value(new byte[] {1}, 2);
    assertThat(resolver().resolve(KEY, List.of(late, early))).containsExactly(late);
  }

  @Test
  void ofEqualTimestampsTheGreaterBytesWinUnsigned() {
    Value small = new Value(new byte[] {0x7f}, 1);
    Value great = new Value(new byte[] {(byte) 0x80}, 1);
    assertThat(resolver().resolve(KEY, List.of(great, small))).containsExactly(great);
    assertThat(resolver().resolve(KEY, List.of(small, great))).containsExactly(great);
  }
}
