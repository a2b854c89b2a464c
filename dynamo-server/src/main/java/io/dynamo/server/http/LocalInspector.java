package io.dynamo.server.http;

import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import java.util.List;
import java.util.function.Consumer;

/** What this replica alone holds, with no quorum and no repair. */
@FunctionalInterface
public interface LocalInspector {
  /** Looks; the consumer is called once, on the loop of the caller, maybe at once. */
  void inspect(Key key, Consumer<Finding> answer);

  /** What there is. */
  sealed interface Finding {
    /** All that is stored under the key; {@link Siblings#NONE} if nothing. */
    record Held(Siblings state) implements Finding {}

    /** The key belongs to these nodes, and this is none of them. */
    record NotOwner(List<NodeId> owners) implements Finding {}

    /** It cannot be told. */
    record Refused(Refusal refusal) implements Finding {}
  }
}
