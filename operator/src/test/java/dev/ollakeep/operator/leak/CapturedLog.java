package dev.ollakeep.operator.leak;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything that this JVM logs, stack traces included, from {@link #begin} to {@link #close}. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root;

  private CapturedLog(LoggerContext logging) {
    this.root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
    setContext(logging);
  }

  public static CapturedLog begin() {
    var log = new CapturedLog((LoggerContext) LoggerFactory.getILoggerFactory());
    log.start();
    log.root.addAppender(log);
    return log;
  }

  @Override
  protected void append(ILoggingEvent event) {
    lines.add(event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void close() {
    root.detachAppender(this);
  }
}
