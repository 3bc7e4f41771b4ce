/** People who work with this server: how they are invited, sign in and stay signed in. */
@NullMarked
package io.knowfirst.server.people;

import org.jspecify.annotations.NullMarked;
