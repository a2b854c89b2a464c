package io.dynamo.replication.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.Key;
import io.dynamo.api.versioning.ConflictResolver;
import io.dynamo.api.versioning.ConflictResolver.Value;
import io.dynamo.testkit.versioning.ConflictResolverContract;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The resolver that shows all (Dynamo §4.4). */
final class AllSiblingsTest extends ConflictResolverContract {
  @Override
  protected ConflictResolver resolver() {
    return new AllSiblings();
  }

  @Test
  void showsEveryValue() {
    Value early = new Value(new byte[] {1}, 1);
    Value late = new Value(new byte[] {1}, 2);
    Value greater = new Value(new byte[] {(byte) 0x80}, 2);
    assertThat(resolver().resolve(Key.of("cart"), List.of(greater, late, early)))
        .containsExactly(early, late, greater);
  }
}
