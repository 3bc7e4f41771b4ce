/**
 * Contacts that the shop begins: decisions for whole segments, and triggers whose time has come.
 */
@NullMarked
package io.knowfirst.server.outbound;

import org.jspecify.annotations.NullMarked;
