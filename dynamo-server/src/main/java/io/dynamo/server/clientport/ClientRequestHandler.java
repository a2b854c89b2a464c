package io.dynamo.server.clientport;

import io.dynamo.protocol.ClientReply;
import io.dynamo.protocol.ClientRequest;
import java.util.function.Consumer;

/** Answers what clients ask. */
@FunctionalInterface
public interface ClientRequestHandler {
  /**
   * Does what is asked; must not block. Nothing in the request is checked yet.
   *
   * @param reply takes the answer, once, on the loop of this call, now or later
   */
  void handle(ClientRequest request, Consumer<ClientReply> reply);
}
