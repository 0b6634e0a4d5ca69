package quire.cli.serve;

/**
 * Runs when a signal ends the process, and not when the program ends by itself. Which of both it is
 * shows who starts this thread: the one that serves, as it leaves, or one of the Java runtime's.
 * Whether serving is over says nothing, since a client closes the input and sends a signal at once.
 */
final class Stopping extends Thread {
  private final Runnable task;
  private final Thread serving = Thread.currentThread();
  private volatile boolean signalled;

  /** To be made by the thread that serves. */
  Stopping(Runnable task) {
    super("stop");
    this.task = task;
  }

  @Override
  public void start() {
    signalled = !Thread.currentThread().equals(serving);
    super.start();
  }

  @Override
  public void run() {
    if (signalled) {
      task.run();
    }
  }
}
