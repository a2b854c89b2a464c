package io.dynamo.server.command.membership;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.dynamo.server.command.console.Streams;
import io.dynamo.server.command.remote.ConnectionOptions;
import io.dynamo.server.command.remote.Document;
import io.dynamo.server.command.remote.HttpNode;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/**
 * What all commands that change the membership have in common: they show the plan, and commit it if
 * they are told to, or if the person at the terminal says yes (rule M5).
 */
abstract class ChangeCommand implements Callable<Integer> {
  private static final String PLAN = "/admin/membership/plan";
  private static final String COMMIT = "/admin/membership/commit";

  private final Streams streams;

  @Mixin private ConnectionOptions connection = new ConnectionOptions();
  @Mixin private ChangeOptions options = new ChangeOptions();

  ChangeCommand(Streams streams) {
    this.streams = streams;
  }

  /** What the node is asked for: {@code change} and what belongs to it. */
  abstract JsonObject change();

  /** The change in a few words, for people. */
  abstract String words();

  @Override
  public final Integer call() throws InterruptedException {
    JsonObject change = change();
    HttpNode node = connection.connect();
    String digest = options.commit();
    if (digest != null) {
      return commit(node, change, digest);
    }
    boolean asks = !options.plansOnly() && !options.yes();
    if (asks && connection.json()) {
      throw new CommandFailure(
          ExitCode.USAGE, "--json asks nobody: say --plan, --commit DIGEST or --yes");
    }
    JsonObject plan = Document.post(node, PLAN, change, false);
    if (options.plansOnly() && connection.json()) {
      streams.json(plan);
      return ExitCode.DONE.code();
    }
    if (!connection.json()) {
      PlanTable.print(streams, words(), plan);
    }
    if (options.plansOnly()) {
      return ExitCode.DONE.code();
    }
    if (asks) {
      confirm();
    }
    return commit(node, change, plan.getString("plan", ""));
  }

  /** Returns if the person at the terminal says yes. */
  private void confirm() {
    if (!streams.terminal()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "nothing was changed, and nobody is there to be asked: say --commit DIGEST or --yes");
    }
    streams.err().print("Commit? [y/N] ");
    streams.err().flush();
    String answer = readLine();
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
      throw new CommandFailure(ExitCode.FAILED, "nothing was changed");
    }
  }

  private @Nullable String readLine() {
    try {
      return new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8))
          .readLine();
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "the answer cannot be read: " + e.getMessage(), e);
    }
  }

  private int commit(HttpNode node, JsonObject change, String digest) throws InterruptedException {
    JsonObject done;
    try {
      done = Document.post(node, COMMIT, change.copy().put("plan", digest), true);
    } catch (CommandFailure e) {
      if (e.exitCode() == ExitCode.UNKNOWN) {
        throw new CommandFailure(
            ExitCode.UNKNOWN,
            e.getMessage() + "\nthe change may have been made: dynamo members shows it",
            e);
      }
      throw new CommandFailure(
          e.exitCode(), "nothing was changed: " + String.valueOf(e.getMessage()), e);
    }
    if (connection.json()) {
      streams.json(done);
    } else {
      streams.line(
          "committed as event %s; dynamo moves shows how far it is"
              .formatted(done.getString("event", "?")));
    }
    return ExitCode.DONE.code();
  }
}
