/**
 * The HTTP front end: {@code /kv/{key}} over {@link io.dynamo.server.frontend.KeyValues}, and what
 * operators look at ({@code /admin}, {@code /health}, {@code /ready}, {@code /metrics}). It knows
 * bytes, headers and statuses, and nothing of replicas: rules about requests stand in {@code
 * io.dynamo.server.frontend}. Enter at {@link io.dynamo.server.http.HttpFrontEnd}.
 */
@NullMarked
package io.dynamo.server.http;

import org.jspecify.annotations.NullMarked;
