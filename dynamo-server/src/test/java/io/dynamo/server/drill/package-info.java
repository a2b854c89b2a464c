/**
 * Drills with real processes: clusters whose nodes each live in a network namespace of their own,
 * so that pairs of them can be cut apart, beside kills, pauses and full disks. Clients record all
 * they are told, and after the healing the history is judged. {@code ClusterDrillTest} has the
 * drills. They need Linux and root.
 */
@NullMarked
package io.dynamo.server.drill;

import org.jspecify.annotations.NullMarked;
