/** What the parts of the server tell each other. Imports none of them. */
@NullMarked
package io.knowfirst.server.model;

import org.jspecify.annotations.NullMarked;
