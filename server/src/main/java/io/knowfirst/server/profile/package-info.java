/** What is known of each visitor: events in PostgreSQL, profiles folded from them in Hazelcast. */
@NullMarked
package io.knowfirst.server.profile;

import org.jspecify.annotations.NullMarked;
