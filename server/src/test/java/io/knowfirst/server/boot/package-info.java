/** Tests of the whole server in this process, over HTTP. */
package io.knowfirst.server.boot;
