package dev.ollakeep.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class with a real Nginx, which they may take as a parameter of type {@link NginxBinary}.
 *
 * <p>Without one they are skipped with a banner on the console, or fail when {@code OLLAKEEP_REQUIRE_TOOLS=true}. The tag is what
 * {@code make unit} leaves out.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("nginx")
@ExtendWith(NginxExtension.class)
public @interface RequiresNginx {}
