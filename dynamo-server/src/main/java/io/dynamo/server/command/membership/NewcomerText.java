package io.dynamo.server.command.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import io.dynamo.membership.InitialMembers;
import io.dynamo.server.command.console.CommandFailure;
import io.dynamo.server.command.console.ExitCode;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A node that is to be admitted, as it is typed: {@code n4}, which must be waiting then, or {@code
 * n4=host:port[/zone][*weight]}.
 */
final class NewcomerText {
  private NewcomerText() {}

  /**
   * Puts what was typed into the change.
   *
   * @param as what the newcomer is called there
   * @throws CommandFailure if it is neither
   */
  static void put(JsonObject change, String as, String text) {
    if (text.indexOf('=') < 0) {
      change.put(as, node(text));
      return;
    }
    List<Member> members;
    try {
      members = InitialMembers.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    if (members.size() != 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "one node at a time, were " + members.size() + ": " + text);
    }
    Member member = members.get(0);
    String host = member.host().indexOf(':') < 0 ? member.host() : "[" + member.host() + "]";
    change.put(as, member.id().value()).put("address", host + ":" + member.peerPort());
    if (!member.zone().isEmpty()) {
      change.put("zone", member.zone());
    }
    if (member.weight() != 1) {
      change.put("weight", member.weight());
    }
  }

  /**
   * The name of a node.
   *
   * @throws CommandFailure if it is none
   */
  static String node(String text) {
    try {
      return new NodeId(text).value();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
  }
}
