/** The HTTP interface: routes, bodies in and out, and all that is refused. */
@NullMarked
package io.knowfirst.server.web;

import org.jspecify.annotations.NullMarked;
