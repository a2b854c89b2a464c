package io.dynamo.replication.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.ClusterId;
import io.dynamo.api.NodeId;
import io.dynamo.api.Position;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule V11: a context has at most 8 KiB, and live dots always fit. */
final class RuleV11ContextLengthTest {
  private static final Position KEY = new Position(1, 2);
  private static final NodeId FASTEST = new NodeId("f".repeat(32));

  private final ContextCodec codec =
      new ContextCodec(new ClusterId(3, 4), List.of(new ContextSecret(new byte[32])));

  @Test
  void hundredLiveDotsOfTheLongestNamesAndNumbersFit() throws BadContextException {
    List<Dot> live = longest("live", 100);
    assertThat(encoded(live, live)).isEqualTo(VersionVector.of(live));
  }

  @Test
  void entriesThatCoverNoLiveDotAreLeftOutInTheOrderOfActors() throws BadContextException {
    List<Dot> live = longest("live", 100);
    List<Dot> all = new ArrayList<>(longest("dead", 60));
    all.addAll(live);
    List<Dot> kept = encoded(all, live).entries();
    assertThat(kept).containsAll(live).hasSizeLessThan(160).hasSizeGreaterThan(100);
    List<Dot> dead = VersionVector.of(longest("dead", 60)).entries();
    List<Dot> keptDead = kept.stream().filter(dot -> !live.contains(dot)).toList();
    assertThat(keptDead).isEqualTo(dead.subList(60 - keptDead.size(), 60));
  }

  @Test
  void noMoreAndNoLessIsLeftOutThanMustBe() throws BadContextException {
    int entryBytes = 1 + 32 + 8 + 9 + 9;
    VersionVector vector = VersionVector.of(longest("dead", 160));
    int longest = 0;
    // The length of the name moves the end of the room by one byte each, over more than an entry.
    for (int name = 0; name <= 32 + entryBytes; name++) {
      List<Dot> entries = new ArrayList<>(vector.entries());
      if (name > 32) {
        NodeId node = new NodeId("z".repeat(Math.min(32, name - 32)));
        entries.add(new Dot(new Actor(node, 1, 1), 1));
      }
      NodeId fastest = name == 0 ? null : new NodeId("f".repeat(Math.min(32, name)));
      byte[] token = codec.encode(KEY, VersionVector.of(entries), List.of(), fastest);
      assertThat(token.length).isBetween(8192 - entryBytes + 1, 8192);
      assertThat(codec.decode(KEY, token).fastest()).isEqualTo(fastest);
      longest = Math.max(longest, token.length);
    }
    assertThat(longest).isEqualTo(8192);
  }

  @Test
  void anEntryIsKeptForAnEarlierDotOfItsActor() throws BadContextException {
    List<Dot> all = longest("node", 200);
    Dot first = VersionVector.of(all).entries().get(0);
    VersionVector kept = encoded(all, List.of(new Dot(first.actor(), 1)));
    assertThat(kept.entries()).contains(first);
    assertThat(kept.entries().size()).isLessThan(200);
  }

  @Test
  void moreLiveDotsThanFitAreLeftOutInTheSameOrder() throws BadContextException {
    List<Dot> live = VersionVector.of(longest("live", 300)).entries();
    List<Dot> kept = encoded(live, live).entries();
    assertThat(kept).isEqualTo(live.subList(300 - kept.size(), 300));
    assertThat(kept.size()).isBetween(100, 200);
  }

  private VersionVector encoded(List<Dot> all, List<Dot> live) throws BadContextException {
    byte[] token = codec.encode(KEY, VersionVector.of(all), live, FASTEST);
    assertThat(token.length).isLessThanOrEqualTo(ContextCodec.MAX_BYTES);
    Context context = codec.decode(KEY, token);
    assertThat(context.fastest()).isEqualTo(FASTEST);
    assertThat(codec.decodeText(KEY, codec.encodeText(KEY, VersionVector.of(all), live, FASTEST)))
        .isEqualTo(context);
    return context.vector();
  }

  /** Dots whose entries take as many bytes as any: names of 32 bytes, numbers of 63 bits. */
  private static List<Dot> longest(String name, int count) {
    List<Dot> dots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      NodeId node = new NodeId("%s%028d".formatted(name, i));
      dots.add(new Dot(new Actor(node, -1, Long.MAX_VALUE), Long.MAX_VALUE));
    }
    return dots;
  }
}
