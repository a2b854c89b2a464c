package io.dynamo.server.command.remote;

import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** JSON documents of a node, for operators. */
public final class Document {
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private Document() {}

  /**
   * Gets one.
   *
   * @throws CommandFailure if the node does not answer with one
   */
  public static JsonObject get(HttpNode node, String path) throws InterruptedException {
    try {
      return of(node.get(path));
    } catch (UnansweredException e) {
      throw new CommandFailure(ExitCode.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Sends one, and gets another.
   *
   * @param changes whether a request that was sent and has no answer may have changed something
   * @throws CommandFailure if the node does not answer with one
   */
  public static JsonObject post(HttpNode node, String path, JsonObject body, boolean changes)
      throws InterruptedException {
    try {
      return of(
          node.send(
              node.request(path)
                  .header("Content-Type", "application/json")
                  .POST(HttpNode.body(body.toBuffer().getBytes()))));
    } catch (UnansweredException e) {
      throw new CommandFailure(
          changes && e.sent() ? ExitCode.UNKNOWN : ExitCode.UNAVAILABLE,
          String.valueOf(e.getMessage()),
          e);
    }
  }

  private static JsonObject of(HttpResponse<byte[]> response) {
    try {
      JsonObject document = new JsonObject(new String(response.body(), StandardCharsets.UTF_8));
      if (response.statusCode() == OK) {
        return document;
      }
      throw new CommandFailure(
          response.statusCode() == UNAVAILABLE ? ExitCode.UNAVAILABLE : ExitCode.FAILED,
          document.getString("detail", "the node answered " + response.statusCode()));
    } catch (DecodeException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "the node's answer cannot be read: " + e.getMessage(), e);
    }
  }

  /** The objects of an array; none if there is no such array. */
  public static List<JsonObject> objects(JsonObject document, String name) {
    JsonArray array = document.getJsonArray(name, new JsonArray());
    List<JsonObject> objects = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      objects.add(array.getJsonObject(i));
    }
    return objects;
  }

  /** The texts of an array, joined by blanks. */
  public static String words(JsonObject document, String name) {
    JsonArray array = document.getJsonArray(name, new JsonArray());
    return String.join(" ", array.stream().map(String::valueOf).toList());
  }
}
