package io.dynamo.server.command;

import io.dynamo.server.command.console.Installation;
import io.dynamo.server.command.console.Streams;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Runs command lines in this process, as {@code main} does, and keeps what they write. */
final class Shell {
  private Shell() {}

  /** What a command left behind. */
  record Result(int exitCode, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }

    JsonObject json() {
      return new JsonObject(text());
    }
  }

  static Result run(String... arguments) {
    return run(new byte[0], arguments);
  }

  static Result run(byte[] in, String... arguments) {
    return run(in, false, Shell::noNode, arguments);
  }

  /** The same with a person watching, who types this. */
  static Result runAtTerminal(String typed, String... arguments) {
    return run(typed.getBytes(StandardCharsets.UTF_8), true, Shell::noNode, arguments);
  }

  static Result run(NodeStarter starter, String... arguments) {
    return run(new byte[0], false, starter, arguments);
  }

  private static Result run(byte[] in, boolean terminal, NodeStarter starter, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(
            new ByteArrayInputStream(in),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal);
    int exitCode =
        DynamoCommand.commandLine(streams, starter, new Installation(null, Map.of()))
            .execute(arguments);
    return new Result(exitCode, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }

  private static RunningNode noNode(
      io.dynamo.server.config.NodeConfig config, io.dynamo.server.config.Providers providers) {
    throw new IllegalStateException("this command starts no node");
  }
}
