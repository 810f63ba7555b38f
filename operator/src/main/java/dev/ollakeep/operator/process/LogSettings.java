package dev.ollakeep.operator.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.FilterReply;
import dev.ollakeep.operator.configuration.OperatorConfig;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Logging to standard error, set up in code; standard output belongs to what a command prints.
 *
 * <p>At no level do libraries that carry Secrets log what they carry: the filter stands before every level and appender.
 */
public final class LogSettings {

  /**
   * Their DEBUG and TRACE hold request bodies, headers and whole cached objects: the client's HttpLoggingInterceptor, the
   * framework's event sources ("Event Old resource: ..."), Vert.x and Netty wire dumps, the JDK client's header traces.
   */
  private static final List<String> CARRIERS =
      List.of("io.fabric8.", "io.javaoperatorsdk.", "io.vertx.", "io.netty.", "jdk.httpclient.", "jdk.internal.httpclient.");

  private LogSettings() {}

  /** Replaces whatever logging was configured before. */
  public static void apply(OperatorConfig.Logging logging) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    context.addTurboFilter(new NoWireLogs());
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(logging.format().equals("json") ? json(context) : text(context));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(logging.level()));
    root.addAppender(appender);
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} %msg%n");
    return started(encoder, context);
  }

  /** The message with its values in place, and nothing that only Logback knows what it is for. */
  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    return started(encoder, context);
  }

  private static <E extends Encoder<ILoggingEvent>> E started(E encoder, LoggerContext context) {
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  /** Denies everything below INFO to the loggers of {@link #CARRIERS}, whatever level they are given. */
  public static final class NoWireLogs extends TurboFilter {
    @Override
    public FilterReply decide(
        Marker marker, Logger logger, Level level, String format, Object[] params, Throwable error) {
      var carrier = CARRIERS.stream().anyMatch(logger.getName()::startsWith);
      return carrier && !level.isGreaterOrEqual(Level.INFO) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
  }
}
