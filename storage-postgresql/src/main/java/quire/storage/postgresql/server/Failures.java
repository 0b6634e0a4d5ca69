package quire.storage.postgresql.server;

import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import org.postgresql.util.PSQLException;
import quire.api.LimitExceededException;
import quire.api.StoreBusyException;
import quire.api.StoreDamagedException;
import quire.api.StoreException;
import quire.api.StoreInterruptedException;
import quire.api.StoreReadOnlyException;
import quire.api.StoreUnavailableException;
import quire.api.spi.CodedFailure;
import quire.storage.postgresql.address.Address;

/**
 * Says in the contract's words what a failure means, by its code
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 *
 * @param user who is connected, as messages about rights name it
 */
public record Failures(Address address, String user) {
  public static final String ANOTHER_FORMAT = "22012";

  /** Our own statements fail so, with the call and the reason in the message. */
  public static final String OF_A_CALL = "22P02";

  private static final String LOCK_TIMEOUT = "55P03";
  private static final String UNIQUE = "23505";
  private static final String CANCELLED = "57014";
  private static final String READ_ONLY = "25006";
  private static final String NO_RIGHT = "42501";
  private static final String NO_DATABASE = "3D000";

  /** PgBouncer's words, which are never translated; its code is that of any protocol error. */
  private static final String STATEMENT_POOLING = "statement pooling";

  private static final Set<String> CONFLICTS =
      Set.of("40001", "40P01", LOCK_TIMEOUT, CANCELLED, UNIQUE);
  private static final Set<String> GONE = Set.of("42P01", "3F000", "42703");
  private static final Set<String> WRONG_PASSWORD = Set.of("28P01", "28000");

  /** What a server says that will soon be there: starting up, too many connections, no answer. */
  private static final Set<String> PASSING =
      Set.of("57P03", "53300", "08001", "08006", "57P01", "57P02");

  /** {@return whether a server that could not be reached may be in a moment} */
  static boolean passes(SQLException failure) {
    return PASSING.contains(state(failure))
        && !isUnknownHost(failure)
        && !isTls(failure)
        && !isOtherName(failure);
  }

  private static boolean isUnknownHost(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnknownHostException) {
        return true;
      }
    }
    return false;
  }

  public static String state(SQLException failure) {
    String state = failure.getSQLState();
    return state == null ? "" : state;
  }

  /** {@return the server's own words, in which a message of ours may find a number} */
  public static String words(SQLException failure) {
    return failure instanceof PSQLException told && told.getServerErrorMessage() != null
        ? String.valueOf(told.getServerErrorMessage().getMessage())
        : "";
  }

  /** {@return whether the index or a table is damaged on disk} */
  public static boolean isDamage(SQLException failure) {
    return state(failure).startsWith("XX");
  }

  /** {@return what a failed connection means} */
  public StoreException unreachable(SQLException failure, String action) {
    String state = state(failure);
    CodedFailure cause = new CodedFailure(state, failure);
    String why;
    String remedy;
    if (WRONG_PASSWORD.contains(state)) {
      why = "the server did not accept user %s or its password".formatted(user);
      remedy = "Put the password into ~/.pgpass (mode 0600) or PGPASSWORD, and look at pg_hba.conf";
    } else if (state.equals(NO_DATABASE)) {
      why = "there is no database %s".formatted(address.database());
      remedy = "Make it: createdb %s".formatted(address.database());
    } else if (state.equals(NO_RIGHT)) {
      why = "user %s may not connect to the database".formatted(user);
      remedy = "GRANT CONNECT ON DATABASE %s TO %s".formatted(address.database(), user);
    } else if (state.equals("53300")) {
      why = "the server has as many connections as it allows";
      remedy = "Close some, or raise max_connections, then repeat the call";
    } else if (isUnknownHost(failure)) {
      why = "no server is known by this name";
      remedy = "Check the host's name";
    } else if (isOtherName(failure)) {
      why = "the server's certificate is for another name than the one that was asked for";
      remedy = "Write the host as the certificate has it; an unchecked server is not used";
    } else if (isTls(failure)) {
      why = "the encrypted connection was not made: " + tls(failure);
      remedy = "Check sslmode and sslrootcert; an unchecked server is not used";
    } else if (isTimeout(failure)) {
      why = "the server did not answer in time";
      remedy = "Check the host, the port and what is between, then repeat the call";
    } else if (address.hosts().size() > 1) {
      why = "none of the servers answers, or none that does is the primary";
      remedy = "Check that the primary runs, or promote a standby, then repeat the call";
    } else {
      why = "nothing answers as PostgreSQL does there";
      remedy = "Check that the server runs and that the port is right, then repeat the call";
    }
    return new StoreUnavailableException(
        "Cannot %s %s: %s; nothing was changed. %s".formatted(action, address, why, remedy), cause);
  }

  /** The driver says so in no other way than by the name of what looked. */
  private static boolean isOtherName(SQLException failure) {
    return String.valueOf(failure.getMessage())
        .toLowerCase(Locale.ROOT)
        .contains("hostnameverifier");
  }

  private static boolean isTls(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof javax.net.ssl.SSLException
          || at instanceof java.security.GeneralSecurityException) {
        return true;
      }
    }
    return String.valueOf(failure.getMessage()).contains("SSL");
  }

  private static String tls(SQLException failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("no reason was told");
  }

  private static boolean isTimeout(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof SocketTimeoutException) {
        return true;
      }
    }
    return false;
  }

  /** {@return whether the call can be repeated as it is: another one was in the way} */
  public static boolean isConflict(SQLException failure) {
    return CONFLICTS.contains(state(failure));
  }

  /**
   * {@return what a failure of a call means that certainly changed nothing}
   *
   * @param holder who had the turn, for a call that waited for it in vain
   */
  public StoreException nothingHappened(SQLException failure, String action, String holder) {
    if (isConflict(failure)) {
      return new StoreBusyException(
          "Cannot %s %s: %s; nothing was written, the call can be repeated"
              .formatted(action, address, holder),
          new CodedFailure(state(failure), failure));
    }
    return refused(failure, action);
  }

  /** {@return what a failure of a read means} */
  public StoreException reading(SQLException failure, String action) {
    if (Thread.currentThread().isInterrupted()) {
      return new StoreInterruptedException("Stopped to " + action + " " + address + " as asked");
    }
    return refused(failure, action);
  }

  private StoreException refused(SQLException failure, String action) {
    String state = state(failure);
    CodedFailure cause = new CodedFailure(state, failure);
    if (isDamage(failure)) {
      return new StoreDamagedException(
          sentence(
              action,
              "the server found damage in its files",
              "It was left as it is; ask the server's administrator to check it with pg_amcheck and"
                  + " restore a backup"),
          cause);
    }
    if (state.equals(READ_ONLY)) {
      return new StoreReadOnlyException(
          sentence(
              action,
              "the database takes no changes now, as a standby does",
              "Name the primary server, or look at default_transaction_read_only"),
          cause);
    }
    if (state.equals(NO_RIGHT)) {
      return new StoreReadOnlyException(
          sentence(
              action,
              "user %s has no right to do so".formatted(user),
              "The memory's owner gives it: quire init --print-grants prints the statements"),
          cause);
    }
    if (GONE.contains(state)) {
      return new StoreUnavailableException(
          sentence(
              action,
              "its tables are not there, or not those of this version",
              "Run quire doctor; a memory that was deleted is made again by nobody but quire init"),
          cause);
    }
    if (words(failure).contains(STATEMENT_POOLING)) {
      return new StoreUnavailableException(
          sentence(
              action,
              "the pooler in between takes the connection away after each statement",
              "Set pool_mode = transaction in its settings"),
          cause);
    }
    if (state.startsWith("54")) {
      return new LimitExceededException(
          sentence(
              action, "a text or the whole call is too large for the server", "Send it in parts"),
          cause);
    }
    if (state.equals("53100")) {
      return new StoreUnavailableException(
          sentence(action, "the server's disk is full", "Make room there, then repeat the call"),
          cause);
    }
    if (state.startsWith("53")) {
      return new StoreUnavailableException(
          sentence(
              action,
              "the server has too little memory or too few connections",
              "Repeat the call; if it fails again, ask the server's administrator"),
          cause);
    }
    return new StoreUnavailableException(
        sentence(
            action,
            "the connection or the server failed",
            "Repeat the call; if it fails again, run quire doctor"),
        cause);
  }

  private String sentence(String action, String why, String remedy) {
    return "Cannot %s %s: %s; nothing was changed. %s".formatted(action, address, why, remedy);
  }
}
