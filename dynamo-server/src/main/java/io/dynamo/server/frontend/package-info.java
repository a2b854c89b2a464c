/**
 * What every front end shares: {@link io.dynamo.server.frontend.KeyValueService} checks a raw
 * request, decodes its context, has it coordinated, and says as a value how it ended, so that rules
 * about limits, contexts and errors stand once. It knows no HTTP, no wire protocol and no other
 * node. One instance belongs to one event loop; {@link io.dynamo.server.frontend.KeyValueGate}
 * stands in front of it until the node is ready, and again when it stops.
 */
@NullMarked
package io.dynamo.server.frontend;

import org.jspecify.annotations.NullMarked;
