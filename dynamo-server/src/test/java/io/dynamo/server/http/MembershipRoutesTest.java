package io.dynamo.server.http;

import static io.dynamo.server.http.KeyRouteErrorsTest.expect;
import static io.dynamo.server.http.KeyRouteTest.bytes;
import static io.dynamo.server.http.KeyRouteTest.header;
import static io.dynamo.server.http.KeyRouteTest.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.api.HashSum;
import io.dynamo.api.NodeId;
import io.dynamo.api.membership.ClusterSettings;
import io.dynamo.api.membership.EventId;
import io.dynamo.api.membership.Member;
import io.dynamo.api.membership.MembershipEvent;
import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.membership.Move;
import io.dynamo.api.partitioning.Partition;
import io.dynamo.api.partitioning.Ring;
import io.dynamo.api.request.Software;
import io.dynamo.membership.Candidate;
import io.dynamo.membership.ChangeRequest;
import io.dynamo.membership.CommitResult;
import io.dynamo.membership.PlannedChange;
import io.dynamo.replication.handover.MoveProgress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators see of the membership, and how they change it. */
final class MembershipRoutesTest {
  private static final NodeId N1 = new NodeId("n1");
  private static final NodeId N2 = new NodeId("n2");
  private static final NodeId N3 = new NodeId("n3");
  private static final String PLAN = "/admin/membership/plan";
  private static final String COMMIT = "/admin/membership/commit";

  private final RunningFrontEnd node = new RunningFrontEnd();

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void membershipShowsMembersTheWaitingAndWhatIsPending() throws Exception {
    expect(node.send("GET", "/admin/membership", null), 503, "not-ready");
    Member waiting = new Member(new NodeId("n4"), "::1", 8432, "west", 2);
    node.overview =
        new MembershipAdmin.Overview(
            joiningRing(),
            Map.of(N1, new Software("0.2.0", 1)),
            List.of(N2),
            List.of(new Candidate(waiting, new Software("0.2.1", 1))));

    JsonObject shown = json(node.send("GET", "/admin/membership", null));

    JsonArray members = shown.getJsonArray("members");
    assertThat(members).hasSize(3);
    JsonObject first = members.getJsonObject(0);
    assertThat(first.getString("node")).isEqualTo("n1");
    assertThat(first.getString("standing")).isEqualTo("member");
    assertThat(first.getString("software")).isEqualTo("0.2.0");
    assertThat(first.getBoolean("answers")).isTrue();
    assertThat(first.getInteger("copies")).isEqualTo(2);
    assertThat(first.getInteger("copiesToGo")).isEqualTo(1);
    assertThat(members.getJsonObject(1).getBoolean("answers")).isFalse();
    JsonObject joiner = members.getJsonObject(2);
    assertThat(joiner.getInteger("copies")).isZero();
    assertThat(joiner.getInteger("copiesToCome")).isEqualTo(1);
    assertThat(joiner.getInteger("softwareLevel")).isZero();
    JsonObject candidate = shown.getJsonArray("waiting").getJsonObject(0);
    assertThat(candidate.getString("address")).isEqualTo("[::1]:8432");
    assertThat(candidate.getString("software")).isEqualTo("0.2.1");
    JsonObject pending = shown.getJsonArray("pending").getJsonObject(0);
    assertThat(pending.getString("event")).isEqualTo("1@n1");
    assertThat(pending.getString("change")).isEqualTo("join");
    assertThat(pending.getString("node")).isEqualTo("n3");
    assertThat(pending.getInteger("movingPartitions")).isEqualTo(1);
    assertThat(shown.getInteger("movingPartitions")).isEqualTo(1);
    assertThat(shown.getString("history")).isEqualTo(joiningRing().history().digest().toString());
  }

  @Test
  void whatHasArrivedIsNotPendingAndWhoLeftIsFormer() throws Exception {
    MembershipHistory history =
        history(
            new MembershipEvent.Leave(new EventId(1, N1), N2, List.of()),
            new MembershipEvent.Gone(new EventId(2, N2)));
    Ring ring =
        new Ring(
            history,
            List.of(
                Partition.settled(0, 0, 8, List.of(N1), 1),
                Partition.settled(1, 8, 8, List.of(N1), 1)));
    node.overview = new MembershipAdmin.Overview(ring, Map.of(), List.of(), List.of());

    JsonObject shown = json(node.send("GET", "/admin/membership", null));

    assertThat(shown.getJsonArray("members")).hasSize(1);
    assertThat(shown.getJsonArray("former").getJsonObject(0).getString("standing"))
        .isEqualTo("gone");
    assertThat(shown.getJsonArray("pending")).isEmpty();
  }

  @Test
  void planShowsWhatWouldMoveAndChangesNothing() throws Exception {
    node.planned = new MembershipAdmin.Planned.Possible(planned("5af3"), 4096L);

    JsonObject plan =
        json(
            node.send(
                "POST",
                PLAN,
                bytes(
                    """
                    {"change":"join","node":"n3","address":"[::1]:8422","zone":"west","weight":2}
                    """)));

    assertThat(node.ordered)
        .isEqualTo(new ChangeOrder.Join(new ChangeOrder.Newcomer(N3, "::1", 8422, "west", 2)));
    assertThat(node.committedPlan).isNull();
    assertThat(plan.getString("plan")).isEqualTo("5af3");
    assertThat(plan.getInteger("copiesMoved")).isEqualTo(1);
    assertThat(plan.getLong("estimatedBytes")).isEqualTo(4096);
    assertThat(plan.getInteger("partitionsAtRisk")).isEqualTo(3);
    assertThat(plan.getJsonArray("warnings"))
        .isEqualTo(new JsonArray().add("fewer than 8 partitions for each node"));
    assertThat(plan.getJsonArray("moves").getJsonObject(0))
        .isEqualTo(new JsonObject().put("token", 7).put("from", "n1").put("to", "n3"));
    assertThat(plan.getJsonArray("nodes").getJsonObject(1).getInteger("after")).isEqualTo(1);
    assertThat(plan.getJsonArray("zones").getJsonObject(0).getString("zone")).isEqualTo("west");
    assertThat(plan.getJsonArray("partitions").getJsonObject(0).getJsonArray("to"))
        .isEqualTo(new JsonArray().add("n3"));
  }

  @Test
  void commitNamesThePlanAndIsRefusedWhenTheHistoryMovedOn() throws Exception {
    node.committed = decided(new CommitResult.Committed(new EventId(17, N1), planned("5af3")));
    byte[] leave = bytes("{\"change\":\"leave\",\"node\":\"n2\",\"plan\":\"5af3\"}");
    JsonObject done = json(node.send("POST", COMMIT, leave));
    assertThat(done.getString("event")).isEqualTo("17@n1");
    assertThat(done.getInteger("copiesMoved")).isEqualTo(1);
    assertThat(node.ordered).isEqualTo(new ChangeOrder.Leave(N2));
    assertThat(node.committedPlan).isEqualTo("5af3");

    node.committed = decided(new CommitResult.Outdated(planned("77"), "n9 has joined since"));
    byte[] cancel = bytes("{\"change\":\"cancel\",\"event\":\"17@n1\",\"plan\":\"5af3\"}");
    JsonObject moved = expect(node.send("POST", COMMIT, cancel), 409, "history-moved-on");
    assertThat(moved.getString("detail")).isEqualTo("n9 has joined since");
    assertThat(moved.getJsonObject("now").getString("plan")).isEqualTo("77");
    assertThat(node.ordered).isEqualTo(new ChangeOrder.Cancel(new EventId(17, N1)));

    node.committed = decided(new CommitResult.Refused("n2 runs 0.1"));
    assertThat(expect(node.send("POST", COMMIT, leave), 400, "bad-change").getString("detail"))
        .isEqualTo("n2 runs 0.1");
    node.committed = new MembershipAdmin.Committed.NotReady("waiting for n2");
    expect(node.send("POST", COMMIT, leave), 503, "not-ready");
  }

  private static MembershipAdmin.Committed decided(CommitResult result) {
    return new MembershipAdmin.Committed.Decided(result);
  }

  private static PlannedChange planned(String digest) {
    return new PlannedChange(
        digest,
        new ChangeRequest.Leave(N1),
        new HashSum(1, 2),
        List.of(new Move(7, N1, N3)),
        List.of(new PlannedChange.Copies(1, List.of(N1), List.of(N3))),
        List.of(new PlannedChange.Share(N1, 2, 1), new PlannedChange.Share(N3, 0, 1)),
        List.of(new PlannedChange.ZoneShare("west", 0, 1)),
        3,
        List.of("fewer than 8 partitions for each node"));
  }

  @Test
  void whatCannotBeDoneSaysWhy() throws Exception {
    byte[] leave = bytes("{\"change\":\"leave\",\"node\":\"n9\"}");
    node.planned = new MembershipAdmin.Planned.Impossible("n9 is no member");
    assertThat(expect(node.send("POST", PLAN, leave), 400, "bad-change").getString("detail"))
        .isEqualTo("n9 is no member");
    node.planned = new MembershipAdmin.Planned.NotReady("waiting for n2");
    expect(node.send("POST", PLAN, leave), 503, "not-ready");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[1]                                                | one JSON object",
        "{}                                                 | change is missing",
        "{'change':'grow','node':'n4'}                      | change must be one of",
        "{'change':'join'}                                  | node is missing",
        "{'change':'join','node':'n 4'}                     | node: node id must be",
        "{'change':'join','node':4}                         | node must be a text, was 4",
        "{'change':'join','node':'n4','address':'n4'}       | address must be",
        "{'change':'join','node':'n4','address':'n4:0'}     | port must be 1..65535, was 0",
        "{'change':'join','node':'n4','weight':0}           | weight must be a number from 1 to",
        "{'change':'weight','node':'n4'}                    | weight must be a number from 1 to",
        "{'change':'weight','node':'n4','weight':1001}      | weight must be a number from 1 to",
        "{'change':'zone','node':'n4'}                      | zone is missing",
        "{'change':'replace','node':'n4'}                   | by is missing",
        "{'change':'cancel','event':'17'}                   | event must be the id of a change",
        "{'change':'leave','node':'n4','force':true}        | not due here: force",
        "{'change':'leave','node':'n4','plan':'5af3'}       | not due here: plan"
      })
  void badBodiesSayWhatIsWrong(String body, String wrong) throws Exception {
    JsonObject problem =
        expect(node.send("POST", PLAN, bytes(body.replace('\'', '"'))), 400, "bad-change");
    assertThat(problem.getString("detail")).contains(wrong);
    assertThat(node.ordered).isNull();
  }

  @Test
  void changesTakePostAloneAndACommitNeedsItsPlan() throws Exception {
    HttpResponse<byte[]> get = node.send("GET", PLAN, null);
    expect(get, 405, "method-not-allowed");
    assertThat(header(get, "Allow")).isEqualTo("POST");
    expect(node.send("POST", "/admin/membership", bytes("{}")), 405, "method-not-allowed");
    assertThat(
            expect(
                    node.send("POST", COMMIT, bytes("{\"change\":\"leave\",\"node\":\"n2\"}")),
                    400,
                    "bad-change")
                .getString("detail"))
        .isEqualTo("plan is missing");
    expect(node.send("POST", PLAN, new byte[5000]), 413, "value-too-large");
  }

  @Test
  void movesTellHowFarEachPartitionIs() throws Exception {
    expect(node.send("GET", "/admin/moves", null), 503, "not-ready");
    node.moves =
        new MembershipAdmin.Moves(
            new MoveProgress(
                List.of(
                    new MoveProgress.Move(
                        5, MoveProgress.Role.FILLS, "takes it from n1", 1024, 7_000_000_000L),
                    new MoveProgress.Move(
                        6, MoveProgress.Role.HANDS_OVER, "n2 does not answer", 0, 1)),
                2,
                5,
                4096,
                512),
            12L);

    JsonObject moves = json(node.send("GET", "/admin/moves", null));

    assertThat(moves.getString("node")).isEqualTo("n1");
    assertThat(moves.getInteger("percent")).isEqualTo(40);
    assertThat(moves.getLong("bytesPerSecond")).isEqualTo(512);
    assertThat(moves.getLong("expectedSeconds")).isEqualTo(12);
    JsonObject first = moves.getJsonArray("partitions").getJsonObject(0);
    assertThat(first.getString("role")).isEqualTo("fills");
    assertThat(first.getLong("seconds")).isEqualTo(7);
    assertThat(first.getLong("bytes")).isEqualTo(1024);
    assertThat(moves.getJsonArray("partitions").getJsonObject(1).getString("doing"))
        .isEqualTo("n2 does not answer");
  }

  /** Two members with two partitions; n3 has joined, and partition 1 goes from n1 to it. */
  private static Ring joiningRing() {
    Member n3 = new Member(N3, "127.0.0.1", 8422, "", 1);
    MembershipHistory history =
        history(new MembershipEvent.Join(new EventId(1, N1), n3, List.of(new Move(1, N1, N3))));
    return new Ring(
        history,
        List.of(
            Partition.settled(0, 0, 8, List.of(N1, N2, N3), 2),
            new Partition(1, 8, 8, List.of(N1, N2, N3), List.of(N1, N2), List.of(N2, N3), 0)));
  }

  private static MembershipHistory history(MembershipEvent... events) {
    ClusterSettings settings = new ClusterSettings("tests", 2, 2, 1, 2, "even-tokens", "dvv", 4);
    List<MembershipEvent> all = new ArrayList<>();
    all.add(
        new MembershipEvent.Create(
            settings,
            List.of(
                new Member(N1, "127.0.0.1", 8402, "", 1), new Member(N2, "127.0.0.1", 8412, "", 1)),
            null));
    all.addAll(List.of(events));
    return new MembershipHistory(RunningFrontEnd.CLUSTER, all);
  }
}
