package dev.ollakeep.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Gives the tests of a class the machine for themselves: they load proxies and look at what that costs, in memory or in answers that
 * come too late, which another test beside them would change. {@code make test} runs them last, in one JVM; all others run in two.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("alone")
public @interface RunsAlone {}
