package io.dynamo.membership;

import io.dynamo.api.membership.Member;
import io.dynamo.api.request.Software;

/** A node that waits to be admitted, as it wants to be known (rule M1). */
public record Candidate(Member member, Software software) {}
