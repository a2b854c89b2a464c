package io.dynamo.server.node;

import io.dynamo.api.membership.MembershipHistory;
import io.dynamo.api.partitioning.Ring;

/** What a node knows of its cluster: immutable, swapped as a whole, read by every loop. */
record ClusterView(MembershipHistory history, Ring ring) {}
