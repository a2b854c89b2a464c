package io.dynamo.server.command.data;

import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.Failure;
import io.dynamo.server.command.remote.Writing;
import io.vertx.core.json.JsonObject;

/** What commands on one key say, for people or as JSON. */
final class Answers {
  private final Streams streams;
  private final boolean json;

  Answers(Streams streams, boolean json) {
    this.streams = streams;
    this.json = json;
  }

  int failed(Failure failure) {
    if (json) {
      streams.json(
          new JsonObject()
              .put("outcome", failure.kind().word())
              .put("status", failure.status())
              .put("problem", failure.problem())
              .put("detail", failure.detail()));
    } else if (failure.kind() == Failure.Kind.UNKNOWN) {
      streams.tell("unknown outcome, it may have happened: " + failure.detail());
    } else {
      streams.tell(failure.kind().word() + ": " + failure.detail());
    }
    return failure.kind().exitCode().code();
  }

  int absent(String key) {
    if (json) {
      streams.json(new JsonObject().put("outcome", "not-found").put("key", key));
    } else {
      streams.tell("not found: " + key);
    }
    return ExitCode.NOT_FOUND.code();
  }

  /** The end of a put or delete, in this word for what was done. */
  int written(String word, String key, Writing writing) {
    if (writing instanceof Failure failure) {
      return failed(failure);
    }
    Writing.Stored stored = (Writing.Stored) writing;
    if (json) {
      streams.json(
          new JsonObject()
              .put("outcome", word)
              .put("key", key)
              .put("context", stored.context())
              .put("siblings", stored.siblings()));
      return ExitCode.DONE.code();
    }
    if (stored.siblings() > 1) {
      streams.line(word + "; the key now has " + stored.siblings() + " versions");
    } else {
      streams.line(word);
    }
    if (stored.context() != null) {
      streams.line("context: " + stored.context());
    }
    return ExitCode.DONE.code();
  }
}
