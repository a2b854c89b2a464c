package io.dynamo.client;

import java.util.List;

/** What an application does with what it read: resolves siblings and applies its change. */
@FunctionalInterface
public interface UpdateFunction {
  /**
   * The change to make; may be called again with newer values, so it must depend on them alone.
   * Runs on the client's event loop and must not block.
   *
   * @param values empty if the key has none; several are siblings to be merged
   */
  Change apply(List<byte[]> values);
}
