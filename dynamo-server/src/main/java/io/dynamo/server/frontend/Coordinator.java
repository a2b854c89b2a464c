package io.dynamo.server.frontend;

import io.dynamo.api.request.GetCommand;
import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import java.util.function.Consumer;

/**
 * Whoever runs gets and puts over the replicas (Dynamo §4.5). Confined to one loop; each consumer
 * is called exactly once, on that loop, maybe before the call returns.
 */
public interface Coordinator {
  void get(GetCommand command, Consumer<GetOutcome> answer);

  void put(PutCommand command, Consumer<PutOutcome> answer);
}
