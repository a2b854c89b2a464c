package io.dynamo.server.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** What the routes for operators look at. */
public record AdminPorts(
    NodeStatus status,
    LocalInspector local,
    ClusterInspector cluster,
    MembershipAdmin membership,
    PrometheusMeterRegistry metrics) {}
