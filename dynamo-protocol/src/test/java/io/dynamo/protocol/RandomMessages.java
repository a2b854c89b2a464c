package io.dynamo.protocol;

import io.dynamo.api.ClusterId;
import io.dynamo.api.HashSum;
import io.dynamo.api.Key;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.request.Generation;
import io.dynamo.api.request.KeyState;
import io.dynamo.api.request.MoveState;
import io.dynamo.api.request.PartitionView;
import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Proof;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.request.Reaping;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.request.Replier;
import io.dynamo.api.request.Stamp;
import io.dynamo.api.request.TreeEntry;
import io.dynamo.api.request.TreeRoot;
import io.dynamo.api.versioning.Actor;
import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the replica protocol with every field at random, absent and extreme ones included.
 */
final class RandomMessages {
  private final Random random;
  private final RandomMembership membership;

  RandomMessages(long seed) {
    this.random = new Random(seed);
    this.membership = new RandomMembership(random);
  }

  /** One of each kind. */
  List<PeerRequest> requests() {
    return List.of(
        new PeerRequest.Read(key(), random.nextLong()),
        new PeerRequest.Merge(key(), siblings(), stamp()),
        new PeerRequest.KeepHint(key(), siblings(), stamp()),
        new PeerRequest.CoordinatePut(put()),
        new PeerRequest.AskHistory(node(), settings(), members()),
        new PeerRequest.AnnounceStart(node(), number(), number()),
        new PeerRequest.Ping(),
        new PeerRequest.AskGenerations(random.nextLong()),
        new PeerRequest.TreeRoots(
            random.nextLong(), list(PeerRequest.TreeRoots.MAX_PARTITIONS, this::view)),
        treeSums(),
        new PeerRequest.LeafEntries(index(), random.nextBoolean() ? key() : null),
        new PeerRequest.Fetch(index(), list(PeerRequest.Fetch.MAX_KEYS, this::key)),
        new PeerRequest.Prove(index(), list(PeerRequest.Prove.MAX_ENTRIES, this::entry)),
        new PeerRequest.Raise(index(), random.nextLong(), generation()),
        new PeerRequest.Reap(index(), number(), list(PeerRequest.Prove.MAX_ENTRIES, this::reaping)),
        membership.gossip(),
        new PeerRequest.AskToJoin(membership.member(), settings(), membership.software()),
        new PeerRequest.AskMoves(list(PeerRequest.AskMoves.MAX_PARTITIONS, this::view)),
        new PeerRequest.Confirm(node(), view(), number()));
  }

  /** One of each kind, and of each outcome of a put. */
  List<PeerReply> replies() {
    return List.of(
        new PeerReply.State(
            siblings(),
            random.nextBoolean(),
            random.nextBoolean(),
            generation(),
            random.nextBoolean()),
        new PeerReply.OtherView(sum()),
        new PeerReply.Merged(random.nextBoolean(), random.nextBoolean()),
        new PeerReply.Sealed(),
        new PeerReply.Confirmed(),
        new PeerReply.Moves(list(PeerRequest.AskMoves.MAX_PARTITIONS, this::moveState)),
        membership.gossiped(),
        new PeerReply.Waiting(members()),
        new PeerReply.PutDone(
            new PutOutcome.Stored(random.nextBoolean() ? vector() : null, small(), repliers())),
        new PeerReply.PutDone(new PutOutcome.Unknown(small(), repliers(), text())),
        new PeerReply.PutDone(new PutOutcome.Unavailable(small(), small(), text())),
        new PeerReply.PutDone(new PutOutcome.Impossible(small(), small())),
        new PeerReply.PutDone(new PutOutcome.TooManySiblings(vector(), small(), number())),
        new PeerReply.PutDone(new PutOutcome.Refused(reason(), text())),
        new PeerReply.History(random.nextBoolean() ? history() : null, random.nextBoolean()),
        new PeerReply.StartAnswer(any(PeerReply.Verdict.values()), number()),
        new PeerReply.Pong(node(), number(), random.nextBoolean()),
        new Refusal(reason(), text()),
        new PeerReply.Behind(generation()),
        new PeerReply.Roots(list(PeerRequest.TreeRoots.MAX_PARTITIONS, this::root)),
        new PeerReply.Sums(list(PeerRequest.TreeSums.MAX_PARTS, this::sum)),
        new PeerReply.Entries(list(2_000, this::entry), random.nextBoolean()),
        new PeerReply.Fetched(
            list(PeerRequest.Fetch.MAX_KEYS, () -> new KeyState(key(), siblings())), generation()),
        new PeerReply.Proven(
            list(
                PeerRequest.Prove.MAX_ENTRIES,
                () -> new Proof(entry(), random.nextBoolean() ? actor() : null)),
            generation()),
        new PeerReply.Raised(generation(), random.nextBoolean(), number()),
        new PeerReply.Generations(list(100, this::generation), random.nextBoolean()),
        new PeerReply.Reaped(index()));
  }

  byte[] bytes(int max) {
    byte[] bytes = new byte[random.nextInt(max + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  MembershipHistory history() {
    List<Member> members = members();
    return new MembershipHistory(
        new ClusterId(random.nextLong(), random.nextLong()),
        List.of(
            new MembershipEvent.Create(
                settings(), members, members.size() == 1 ? random.nextLong() : null)));
  }

  private PutCommand put() {
    boolean tombstone = random.nextBoolean();
    @Nullable RequestIdentity identity = random.nextBoolean() ? identity() : null;
    Quorum quorum =
        new Quorum(small(), small(), random.nextBoolean(), 1 + (random.nextLong() >>> 1));
    return new PutCommand(
        key(), vector(), tombstone, tombstone ? new byte[0] : bytes(5000), identity, quorum);
  }

  private Siblings siblings() {
    VersionVector vector = vector();
    List<Version> versions = new ArrayList<>();
    for (Dot dot : vector.entries()) {
      int kind = random.nextInt(3);
      @Nullable RequestIdentity identity = random.nextBoolean() ? identity() : null;
      if (kind == 0) {
        versions.add(Version.of(dot, random.nextLong(), bytes(5000), identity));
      } else if (kind == 1) {
        versions.add(Version.tombstone(dot, random.nextLong(), identity));
      }
    }
    List<Replaced> replaced = new ArrayList<>();
    if (!vector.isEmpty() && random.nextBoolean()) {
      replaced.add(new Replaced(vector.entries().get(0), identity()));
    }
    return new Siblings(vector, versions, replaced);
  }

  private VersionVector vector() {
    List<Dot> dots = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      dots.add(new Dot(actor(), 1 + (random.nextLong() >>> 2)));
    }
    return VersionVector.of(dots);
  }

  private Actor actor() {
    long epoch = random.nextInt(10) == 0 ? Long.MAX_VALUE : 1 + (random.nextLong() >>> 2);
    return new Actor(node(), random.nextLong(), epoch);
  }

  private Generation generation() {
    long raised = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(3);
    return new Generation(raised, random.nextBoolean() ? raised : raised / 2);
  }

  private Stamp stamp() {
    return new Stamp(random.nextLong(), generation());
  }

  private PeerRequest.TreeSums treeSums() {
    int parts = random.nextInt(4) == 0 ? PeerRequest.TreeSums.MAX_PARTS : 1 + random.nextInt(64);
    return new PeerRequest.TreeSums(random.nextInt(1 << 24), parts << random.nextInt(13), parts);
  }

  private TreeRoot root() {
    return new TreeRoot(index(), sum(), random.nextBoolean(), generation(), number());
  }

  private PartitionView view() {
    return new PartitionView(index(), random.nextLong());
  }

  private MoveState moveState() {
    return new MoveState(index(), random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
  }

  private TreeEntry entry() {
    return new TreeEntry(key(), sum());
  }

  private Reaping reaping() {
    return new Reaping(entry(), list(8, this::actor));
  }

  private HashSum sum() {
    return random.nextInt(5) == 0
        ? HashSum.ZERO
        : new HashSum(random.nextLong(), random.nextLong());
  }

  /** None, some, or rarely as many as there may be. */
  private <T> List<T> list(int most, Supplier<T> element) {
    int size = random.nextInt(40) == 0 ? most : random.nextInt(6);
    return Stream.generate(element).limit(size).toList();
  }

  private RequestIdentity identity() {
    return new RequestIdentity(random.nextLong(), random.nextLong());
  }

  private ClusterSettings settings() {
    int replicas = 1 + random.nextInt(16);
    return new ClusterSettings(
        "c" + text(),
        1 << random.nextInt(9),
        replicas,
        1 + random.nextInt(replicas),
        1 + random.nextInt(replicas),
        text(),
        text(),
        9 + random.nextInt(15));
  }

  private List<Member> members() {
    return membership.members();
  }

  private List<Replier> repliers() {
    List<Replier> repliers = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      repliers.add(new Replier(node(), random.nextBoolean()));
    }
    return repliers;
  }

  private Key key() {
    byte[] bytes = new byte[random.nextInt(200) == 0 ? Key.MAX_BYTES : 1 + random.nextInt(40)];
    random.nextBytes(bytes);
    return Key.of(bytes);
  }

  private NodeId node() {
    return new NodeId("node-" + random.nextInt(1000));
  }

  private Refusal.Reason reason() {
    return any(Refusal.Reason.values());
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private String text() {
    return random.nextBoolean() ? "" : "Größe " + random.nextInt();
  }

  private int small() {
    return random.nextInt(200);
  }

  /** Of a partition or leaf, or a count. */
  private int index() {
    return random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(1 << random.nextInt(25));
  }

  private long number() {
    return random.nextInt(3) == 0 ? random.nextInt(10) : random.nextLong();
  }
}
