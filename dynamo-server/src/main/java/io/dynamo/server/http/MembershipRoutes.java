package io.dynamo.server.http;

import io.dynamo.membership.CommitResult;
import io.dynamo.server.frontend.InFlight;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * {@code /admin/membership} and {@code /admin/moves}: who belongs to the cluster, what is on its
 * way, and how an operator changes it: plan, then commit (rule M5).
 */
final class MembershipRoutes {
  private static final String OVERVIEW = "/admin/membership";
  private static final String PLAN = "/admin/membership/plan";
  private static final String COMMIT = "/admin/membership/commit";
  private static final String MOVES = "/admin/moves";

  private final Vertx vertx;
  private final InFlight inFlight;
  private final NodeStatus status;
  private final MembershipAdmin membership;

  MembershipRoutes(Vertx vertx, InFlight inFlight, NodeStatus status, MembershipAdmin membership) {
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.status = status;
    this.membership = membership;
  }

  static boolean isKnown(String path) {
    return path.equals(OVERVIEW) || isChange(path) || path.equals(MOVES);
  }

  /** Whether a path takes a POST, and nothing else. */
  static boolean isChange(String path) {
    return path.equals(PLAN) || path.equals(COMMIT);
  }

  void handle(HttpServerRequest request, String path) {
    switch (path) {
      case PLAN -> body(request, this::plan);
      case COMMIT -> body(request, this::commit);
      case OVERVIEW ->
          membership.overview(
              overview ->
                  Responder.guard(
                      request,
                      () -> {
                        if (overview == null) {
                          Responder.problem(request, Problems.notReady(status.obstacles()));
                        } else {
                          Responder.json(request, 200, MembershipJson.overview(overview));
                        }
                      }));
      default ->
          membership.moves(
              moves ->
                  Responder.guard(
                      request,
                      () -> {
                        if (moves == null) {
                          Responder.problem(request, Problems.notReady(status.obstacles()));
                        } else {
                          Responder.json(
                              request, 200, MembershipJson.moves(status.describe().node(), moves));
                        }
                      }));
    }
  }

  /** A step that has the whole body. */
  private interface BodyStep {
    void take(HttpServerRequest request, byte[] body) throws ProblemException;
  }

  private void body(HttpServerRequest request, BodyStep step) {
    new BodyReader(
            vertx,
            inFlight,
            ChangeBody.MAX_BYTES,
            request,
            body -> {
              try {
                step.take(request, body);
              } catch (ProblemException e) {
                Responder.problem(request, e.problem());
              }
            })
        .start();
  }

  private void plan(HttpServerRequest request, byte[] body) throws ProblemException {
    ChangeBody.Parsed parsed = ChangeBody.toPlan(body);
    membership.plan(
        parsed.order(), planned -> Responder.guard(request, () -> answer(request, planned)));
  }

  private static void answer(HttpServerRequest request, MembershipAdmin.Planned planned) {
    if (planned instanceof MembershipAdmin.Planned.Possible possible) {
      Responder.json(
          request, 200, MembershipJson.plan(possible.change(), possible.estimatedBytes()));
    } else if (planned instanceof MembershipAdmin.Planned.Impossible impossible) {
      Responder.problem(request, ChangeBody.bad(impossible.reason()));
    } else if (planned instanceof MembershipAdmin.Planned.NotReady not) {
      Responder.problem(request, notReady(not.reason()));
    }
  }

  private void commit(HttpServerRequest request, byte[] body) throws ProblemException {
    ChangeBody.Parsed parsed = ChangeBody.toCommit(body);
    membership.commit(
        parsed.order(),
        String.valueOf(parsed.plan()),
        committed -> Responder.guard(request, () -> answer(request, committed)));
  }

  private static void answer(HttpServerRequest request, MembershipAdmin.Committed committed) {
    if (committed instanceof MembershipAdmin.Committed.Decided decided) {
      answer(request, decided.result());
    } else if (committed instanceof MembershipAdmin.Committed.NotReady not) {
      Responder.problem(request, notReady(not.reason()));
    }
  }

  private static void answer(HttpServerRequest request, CommitResult result) {
    if (result instanceof CommitResult.Committed committed) {
      Responder.json(
          request,
          200,
          new JsonObject()
              .put("event", committed.change().toString())
              .mergeIn(MembershipJson.plan(committed.plan(), null)));
    } else if (result instanceof CommitResult.Outdated outdated) {
      Responder.problem(
          request,
          new Problem(
              409,
              "history-moved-on",
              "The membership has changed since this was planned",
              outdated.reason(),
              new JsonObject().put("now", MembershipJson.plan(outdated.now(), null)),
              null));
    } else if (result instanceof CommitResult.Refused refused) {
      Responder.problem(request, ChangeBody.bad(refused.reason()));
    }
  }

  private static Problem notReady(String reason) {
    return new Problem(503, "not-ready", "Node not ready", reason);
  }
}
