package io.dynamo.replication.versioning;

import static io.dynamo.replication.versioning.Written.blind;
import static io.dynamo.replication.versioning.Written.dot;
import static io.dynamo.replication.versioning.Written.merge;
import static io.dynamo.replication.versioning.Written.put;
import static io.dynamo.replication.versioning.Written.request;
import static io.dynamo.replication.versioning.Written.values;
import static io.dynamo.replication.versioning.Written.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dynamo.api.versioning.Replaced;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule V10: a put that comes twice is one put. */
final class RuleV10RetriesTest {
  private final Siblings first = blind(Siblings.NONE, version("n1", 1, "x", request(1)));
  private final Siblings retried = blind(Siblings.NONE, version("n2", 1, "x", request(1)));

  @Test
  void aRetryOfALivePutIsKnown() {
    assertThat(Retries.isRetry(first, request(1))).isTrue();
    assertThat(Retries.isRetry(first, request(2))).isFalse();
    assertThat(Retries.isRetry(Siblings.NONE, request(1))).isFalse();
  }

  @Test
  void aRetryOfAReplacedPutIsKnown() {
    Siblings after = put(first, first.vector(), version("n1", 2, "y"));
    assertThat(Retries.isRetry(after, request(1))).isTrue();
    assertThat(after.replaced()).containsExactly(new Replaced(dot("n1", 2), request(1)));
  }

  @Test
  void storingARetryIsABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> blind(first, version("n1", 2, "x", request(1))))
        .withMessageContaining("retry");
  }

  @Test
  void ofTwoLiveOnesTheLowerDotStaysWithTheOtherAsItsTwin() {
    Siblings merged = merge(retried, first);
    assertThat(merged.versions()).hasSize(1);
    assertThat(merged.versions().get(0).dot()).isEqualTo(dot("n1", 1));
    assertThat(merged.versions().get(0).twins()).containsExactly(dot("n2", 1));
    assertThat(merged.vector().covers(dot("n2", 1))).isTrue();
    assertThat(merge(merged, retried)).isEqualTo(merged);
  }

  /** The coordinator of the second put lacked the first; a replica that has it remembers it. */
  @Test
  void aValueThatAMergeDropsIsRememberedSoThatItsRetryDoesNotComeBack() {
    Siblings after = put(Siblings.NONE, first.vector(), version("n3", 1, "y", request(2)));
    assertThat(after.replaced()).isEmpty();
    Siblings dropped = merge(first, after);
    assertThat(values(dropped)).containsExactly("y");
    assertThat(values(merge(dropped, retried))).containsExactly("y");
    assertThat(values(merge(retried, dropped))).containsExactly("y");
  }

  /** The client was told of one dot alone, and replaces or deletes by it. */
  @Test
  void whoHasSeenOneDotOfAPutThatCameTwiceHasSeenThePut() {
    Siblings merged = merge(first, retried);
    Siblings after = put(merged, retried.vector(), version("n3", 1, "y"));
    assertThat(values(after)).containsExactly("y");
    assertThat(values(merge(after, first))).containsExactly("y");
  }

  /** The same where the coordinator of the second put had the other dot alone. */
  @Test
  void aPutThatWasReplacedByItsOtherDotGoesWhenBothAreKnown() {
    Siblings after = put(first, retried.vector(), version("n3", 1, "y"));
    assertThat(values(after)).containsExactlyInAnyOrder("x", "y");
    assertThat(values(merge(after, retried))).containsExactly("y");
    assertThat(values(merge(retried, after))).containsExactly("y");
    assertThat(values(merge(after, merge(first, retried)))).containsExactly("y");
    assertThat(values(merge(merge(after, retried), first))).containsExactly("y");
  }

  /** What went as a retry was not replaced: the put is still there under its lower dot. */
  @Test
  void aVersionThatWentAsARetryIsNotTakenForReplaced() {
    Siblings merged = merge(first, retried);
    assertThat(values(merge(merged, retried))).containsExactly("x");
    assertThat(merge(merged, retried).replaced()).isEmpty();
  }

  @Test
  void aRetryThatArrivesAfterTheValueWasReplacedIsDropped() {
    Siblings after = put(first, first.vector(), version("n1", 2, "y", request(2)));
    assertThat(values(merge(after, retried))).containsExactly("y");
    assertThat(values(merge(retried, after))).containsExactly("y");
  }

  @Test
  void aStateThatForgotAReplacedPutDoesNotCoverOneThatWouldDropItsRetry() {
    Siblings remembers = put(first, first.vector(), version("n1", 2, "y"));
    Siblings forgot = new Siblings(remembers.vector(), remembers.versions(), List.of());
    Siblings withRetry = merge(forgot, retried);
    assertThat(values(withRetry)).containsExactly("y", "x");
    assertThat(withRetry.vector().coversAll(remembers.vector())).isTrue();
    assertThat(Written.VERSIONING.covers(withRetry, remembers)).isFalse();
    assertThat(values(merge(withRetry, remembers))).containsExactly("y");
  }

  @Test
  void twoPutsOfOneValueWithoutIdentityAreTwo() {
    Siblings one = blind(Siblings.NONE, version("n1", 1, "x"));
    Siblings two = blind(Siblings.NONE, version("n2", 1, "x"));
    assertThat(values(merge(one, two))).containsExactly("x", "x");
  }

  @Test
  void theSixteenReplacedPutsWhoseReplacingDotsSortLastAreRemembered() {
    Siblings state = first;
    for (int i = 2; i <= 40; i++) {
      state = put(state, state.vector(), version("n1", i, "v" + i, request(i)));
    }
    assertThat(state.replaced()).hasSize(16).isSorted();
    assertThat(state.replaced().get(0)).isEqualTo(new Replaced(dot("n1", 25), request(24)));
    assertThat(state.replaced().get(15)).isEqualTo(new Replaced(dot("n1", 40), request(39)));
  }

  @Test
  void mergingKeepsTheSixteenThatSortLastOfBoth() {
    Siblings left = replacing("n1");
    Siblings right = replacing("n2");
    List<Replaced> merged = merge(left, right).replaced();
    assertThat(merged).isEqualTo(merge(right, left).replaced()).isEqualTo(right.replaced());
    assertThat(merge(left, left).replaced()).isEqualTo(left.replaced());
  }

  @Test
  void aPutThatReplacesSeveralRemembersEach() {
    Siblings three = Siblings.NONE;
    List<Replaced> expected = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      three = blind(three, version("n1", i, "v" + i, request(4 - i)));
      expected.add(new Replaced(dot("n2", 1), request(i)));
    }
    Siblings after = put(three, three.vector(), version("n2", 1, "w"));
    assertThat(after.replaced()).isEqualTo(expected);
  }

  @Test
  void theIdentityDependsOnAllOfThePut() {
    byte[] id = {1, 2};
    byte[] value = {3};
    VersionVector context = first.vector();
    RequestIdentity identity = RequestIdentities.of(id, context, false, value);
    assertThat(RequestIdentities.of(id.clone(), context, false, value.clone())).isEqualTo(identity);
    assertThat(
            List.of(
                identity,
                RequestIdentities.of(new byte[] {1}, context, false, value),
                RequestIdentities.of(id, VersionVector.EMPTY, false, value),
                RequestIdentities.of(id, context, true, value),
                RequestIdentities.of(id, context, false, new byte[0])))
        .doesNotHaveDuplicates();
  }

  @Test
  void theIdentityIsTheGoldenOne() {
    RequestIdentity identity =
        RequestIdentities.of(new byte[] {'r'}, VersionVector.EMPTY, false, new byte[] {'v'});
    // SHA-256 of 01 72, the empty vector 01 00 00 00 00, 00 and 76.
    assertThat(Long.toHexString(identity.high())).isEqualTo("37d2edc09c2c0e53");
    assertThat(Long.toHexString(identity.low())).isEqualTo("cb107183801e4c6a");
  }

  @Test
  void aRequestIdHasOneTo64Bytes() {
    RequestIdentities.of(new byte[64], VersionVector.EMPTY, false, new byte[0]);
    for (int length : new int[] {0, 65}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> RequestIdentities.of(new byte[length], VersionVector.EMPTY, false, new byte[0]))
          .withMessageContaining("1..64 bytes, was " + length);
    }
  }

  private static Siblings replacing(String node) {
    Siblings state = Siblings.NONE;
    for (int i = 1; i <= 20; i++) {
      state = put(state, state.vector(), version(node, i, "v", request(100 * node.charAt(1) + i)));
    }
    return state;
  }
}
