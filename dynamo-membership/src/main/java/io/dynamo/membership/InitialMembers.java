package io.dynamo.membership;

import io.dynamo.api.NodeId;
import io.dynamo.api.membership.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The notation of {@code dynamo.cluster.initial-members}: {@code n1=host:port[/zone][*weight],...},
 * an IPv6 address in brackets (rule M1). The order does not matter; what is parsed is sorted by
 * name.
 */
public final class InitialMembers {
  private static final String FORM = "name=host:port[/zone][*weight]";

  /** Name, host in brackets, other host, port, zone, weight. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "([^=]*)=(?:\\[([^\\[\\]]*)\\]|([^:/*\\[\\]]*)):([0-9]+)(?:/([^/*]*))?(?:\\*([0-9]+))?");

  private InitialMembers() {}

  /**
   * The members that the text names; none if it is empty.
   *
   * @throws IllegalArgumentException if an entry is not of this form, or a name or address comes
   *     twice; the message names the entry and what would be right
   */
  public static List<Member> parse(String text) {
    if (text.isBlank()) {
      return List.of();
    }
    List<Member> members = new ArrayList<>();
    for (String entry : text.split(",", -1)) {
      members.add(parseEntry(entry.strip()));
    }
    checkDistinct(members);
    return members.stream().sorted().toList();
  }

  /** The text that parses to these members. */
  public static String print(List<Member> members) {
    return members.stream().map(Member::toString).collect(Collectors.joining(","));
  }

  private static Member parseEntry(String entry) {
    Matcher matcher = ENTRY.matcher(entry);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "initial member \"" + entry + "\" must have the form " + FORM + hint(entry));
    }
    String host = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    String zone = matcher.group(5);
    if (zone != null && zone.isEmpty()) {
      throw new IllegalArgumentException(
          "initial member \"" + entry + "\" has an empty zone: leave out the /, or name one");
    }
    try {
      return new Member(
          new NodeId(matcher.group(1)),
          host,
          number(matcher.group(4)),
          zone == null ? "" : zone,
          matcher.group(6) == null ? 1 : number(matcher.group(6)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("initial member \"" + entry + "\": " + e.getMessage(), e);
    }
  }

  /** A number that is out of every range if it has too many digits. */
  private static int number(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private static String hint(String entry) {
    if (entry.isEmpty()) {
      return "; there is one comma too many";
    }
    if (entry.indexOf('=') < 0) {
      return "; the name and = are missing";
    }
    String address = entry.substring(entry.indexOf('=') + 1);
    if (address.indexOf('[') < 0 && address.chars().filter(c -> c == ':').count() > 1) {
      return "; an IPv6 address stands in brackets";
    }
    return "";
  }

  private static void checkDistinct(List<Member> members) {
    TreeSet<NodeId> names = new TreeSet<>();
    TreeMap<String, NodeId> addresses = new TreeMap<>();
    for (Member member : members) {
      if (!names.add(member.id())) {
        throw new IllegalArgumentException(
            "initial member " + member.id() + " comes twice: each name must be of one node");
      }
      String address = member.host() + ":" + member.peerPort();
      NodeId other = addresses.putIfAbsent(address, member.id());
      if (other != null) {
        throw new IllegalArgumentException(
            "initial members "
                + other
                + " and "
                + member.id()
                + " have one address, "
                + address
                + ": each needs its own");
      }
    }
  }
}
