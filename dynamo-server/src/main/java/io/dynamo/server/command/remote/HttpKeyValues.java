package io.dynamo.server.command.remote;

import io.dynamo.api.Key;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a cluster through one node's HTTP. A single value comes as it is; several are asked
 * for once more as JSON.
 */
public final class HttpKeyValues implements KeyValues {
  private static final String CONTEXT = "Dynamo-Context";
  private static final String REQUEST_ID = "Dynamo-Request-Id";
  private static final String SIBLINGS = "Dynamo-Siblings";

  private final HttpNode node;
  private final int quorum;

  /**
   * Through this node.
   *
   * @param quorum how many replicas must answer, 0 for the cluster's own
   */
  public HttpKeyValues(HttpNode node, int quorum) {
    this.node = node;
    this.quorum = quorum;
  }

  @Override
  public Reading get(Key key) throws InterruptedException {
    try {
      HttpResponse<byte[]> response =
          node.send(
              node.request(path(key, "r")).header("Accept", "application/octet-stream").GET());
      return switch (response.statusCode()) {
        case 200 -> new Reading.Found(header(response, CONTEXT, ""), List.of(response.body()));
        case 300 -> getSeveral(key);
        default -> nothing(response);
      };
    } catch (UnansweredException e) {
      return Failure.ofRead(e);
    }
  }

  @Override
  public Writing put(Key key, @Nullable String context, byte[] value, String requestId)
      throws InterruptedException {
    return write(
        node.request(path(key, "w")).PUT(HttpNode.body(value)).header(REQUEST_ID, requestId),
        context);
  }

  @Override
  public Writing delete(Key key, @Nullable String context) throws InterruptedException {
    return write(node.request(path(key, "w")).DELETE(), context);
  }

  private Reading getSeveral(Key key) throws UnansweredException, InterruptedException {
    HttpResponse<byte[]> response = node.get(path(key, "r"));
    if (response.statusCode() != 200) {
      return nothing(response);
    }
    try {
      JsonObject document = new JsonObject(new String(response.body(), StandardCharsets.UTF_8));
      JsonArray siblings = document.getJsonArray("siblings", new JsonArray());
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < siblings.size(); i++) {
        String value = siblings.getJsonObject(i).getString("value", "");
        values.add(Base64.getDecoder().decode(value));
      }
      return new Reading.Found(document.getString("context", ""), values);
    } catch (DecodeException | IllegalArgumentException | ClassCastException e) {
      return new Failure(
          Failure.Kind.FAILED, 200, "", "the node's answer cannot be read: " + e.getMessage());
    }
  }

  private static Reading nothing(HttpResponse<byte[]> response) {
    return response.statusCode() == 404
        ? new Reading.Absent(response.headers().firstValue(CONTEXT).orElse(null))
        : Failure.ofRead(response);
  }

  private Writing write(HttpRequest.Builder request, @Nullable String context)
      throws InterruptedException {
    if (context != null && !context.matches("[\\x21-\\x7e]+")) {
      return new Failure(Failure.Kind.REFUSED, 0, "", "a context is one word as a node gave it");
    }
    if (context != null) {
      request.header(CONTEXT, context);
    }
    try {
      HttpResponse<byte[]> response = node.send(request);
      if (response.statusCode() != 204) {
        return Failure.ofWrite(response);
      }
      return new Writing.Stored(
          response.headers().firstValue(CONTEXT).orElse(null),
          (int) response.headers().firstValueAsLong(SIBLINGS).orElse(1));
    } catch (UnansweredException e) {
      return Failure.ofWrite(e);
    }
  }

  private String path(Key key, String quorumName) {
    return "/kv/"
        + HttpNode.encode(key)
        + "?timeout="
        + node.timeoutMillis()
        + "ms"
        + (quorum == 0 ? "" : "&" + quorumName + "=" + quorum);
  }

  private static String header(HttpResponse<byte[]> response, String name, String otherwise) {
    return response.headers().firstValue(name).orElse(otherwise);
  }
}
