package io.knowfirst.server.cli.remote;

/** A server that does not do what it is asked, with advice. */
public final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RemoteException(String message) {
    super(message);
  }

  RemoteException(String message, Throwable cause) {
    super(message, cause);
  }
}
