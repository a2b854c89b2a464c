/**
 * Admission control of background work (Dynamo §6.5): {@link
 * io.dynamo.replication.admission.AdmissionControl} makes hint delivery, tree exchange, recovery,
 * scrub and reaping pause for as long as clients wait. It knows none of that work, only for how
 * long it has worked.
 */
@NullMarked
package io.dynamo.replication.admission;

import org.jspecify.annotations.NullMarked;
