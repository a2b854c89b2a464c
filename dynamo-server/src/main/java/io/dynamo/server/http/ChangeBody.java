package io.dynamo.server.http;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that plans or commits a change: one JSON object, of which every member must
 * be known to its kind of change.
 */
final class ChangeBody {
  /** The longest body. */
  static final int MAX_BYTES = 4096;

  private static final String PLAN = "plan";

  private final JsonObject json;
  private final TreeSet<String> unread;

  private ChangeBody(JsonObject json) {
    this.json = json;
    this.unread = new TreeSet<>(json.fieldNames());
  }

  /**
   * What a body asks for.
   *
   * @param plan the digest of the plan that is to be committed; null of one that only plans
   */
  record Parsed(ChangeOrder order, @Nullable String plan) {}

  /** Reads a body of {@code /admin/membership/plan}. */
  static Parsed toPlan(byte[] body) throws ProblemException {
    return parse(body, false);
  }

  /** Reads a body of {@code /admin/membership/commit}. */
  static Parsed toCommit(byte[] body) throws ProblemException {
    return parse(body, true);
  }

  private static Parsed parse(byte[] bytes, boolean commit) throws ProblemException {
    JsonObject json;
    try {
      json = new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    } catch (DecodeException e) {
      throw new ProblemException(
          bad("the body must be one JSON object, as in {\"change\":\"leave\",\"node\":\"n4\"}"));
    }
    ChangeBody body = new ChangeBody(json);
    try {
      ChangeOrder order = body.order();
      String plan = commit ? body.text(PLAN) : null;
      body.expectEnd();
      return new Parsed(order, plan);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(bad(String.valueOf(e.getMessage())));
    }
  }

  static Problem bad(String detail) {
    return new Problem(400, "bad-change", "Bad change of the membership", detail);
  }

  private ChangeOrder order() {
    String change = text("change");
    return switch (change) {
      case "join" -> new ChangeOrder.Join(newcomer("node"));
      case "leave" -> new ChangeOrder.Leave(node("node"));
      case "remove" -> new ChangeOrder.Remove(node("node"));
      case "replace" -> new ChangeOrder.Replace(node("node"), newcomer("by"));
      case "weight" -> new ChangeOrder.Weight(node("node"), weight(true));
      case "zone" -> new ChangeOrder.Zone(node("node"), text("zone"));
      case "cancel" -> new ChangeOrder.Cancel(event());
      default ->
          throw new IllegalArgumentException(
              "change must be one of "
                  + List.of("join", "leave", "remove", "replace", "weight", "zone", "cancel")
                  + ", was \""
                  + change
                  + "\"");
    };
  }

  private ChangeOrder.Newcomer newcomer(String name) {
    NodeId node = node(name);
    String zone = optional("zone");
    int weight = weight(false);
    String address = optional("address");
    if (address == null) {
      return new ChangeOrder.Newcomer(node, null, 0, zone, weight);
    }
    int colon = address.lastIndexOf(':');
    String port = address.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "address must be the peer address HOST:PORT of "
              + node
              + ", such as 10.0.0.4:8402, was \""
              + address
              + "\"");
    }
    String host = address.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    Member member =
        new Member(
            node,
            bracketed ? host.substring(1, host.length() - 1) : host,
            Integer.parseInt(port),
            zone == null ? "" : zone,
            weight == 0 ? 1 : weight);
    return new ChangeOrder.Newcomer(node, member.host(), member.peerPort(), zone, weight);
  }

  private NodeId node(String name) {
    try {
      return new NodeId(text(name));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** 1 to the greatest weight; 0 if it is not given and need not be. */
  private int weight(boolean needed) {
    unread.remove("weight");
    Object value = json.getValue("weight");
    if (value == null && !needed) {
      return 0;
    }
    if (!(value instanceof Integer number) || number < 1 || number > Member.MAX_WEIGHT) {
      throw new IllegalArgumentException(
          "weight must be a number from 1 to " + Member.MAX_WEIGHT + ", was " + value);
    }
    return number;
  }

  /** As in {@code 17@n2}. */
  private EventId event() {
    String text = text("event");
    int at = text.indexOf('@');
    if (at < 1 || !text.substring(0, at).matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "event must be the id of a change, such as 17@n2, was \"" + text + "\"");
    }
    return new EventId(Long.parseLong(text.substring(0, at)), new NodeId(text.substring(at + 1)));
  }

  private String text(String name) {
    String text = optional(name);
    if (text == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return text;
  }

  private @Nullable String optional(String name) {
    unread.remove(name);
    Object value = json.getValue(name);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(name + " must be a text, was " + value);
    }
    return (String) value;
  }

  private void expectEnd() {
    if (!unread.isEmpty()) {
      throw new IllegalArgumentException("not due here: " + String.join(", ", unread));
    }
  }
}
