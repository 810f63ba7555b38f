package dev.ollakeep.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A quantity as the API server writes it: {@code 10Gi} for {@code 10240Mi}, {@code 1} for {@code 1000m}.
 *
 * <p>Anything else would differ from what is stored and be written again at every reconcile.
 *
 * @see <a href="https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity">the canonical form</a>
 */
public final class CanonicalQuantity {

  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL = List.of("m", "", "k", "M", "G", "T", "P", "E");
  private static final List<String> SUBMULTIPLES = List.of("n", "u");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final BigDecimal KILO = BigDecimal.valueOf(1000);

  private CanonicalQuantity() {}

  public static Quantity of(Quantity quantity) {
    var format = quantity.getFormat() == null ? "" : quantity.getFormat();
    var value = quantity.getNumericalAmount();
    if (BINARY.indexOf(format) > 0 && value.abs().compareTo(KIBI) >= 0) {
      return binary(value.setScale(0, RoundingMode.UP));
    }
    // Resource lists know no smaller unit: the API server rounds up to it.
    var thousandths = value.movePointRight(3).setScale(0, RoundingMode.UP);
    var exponent = !format.isEmpty() && !SUBMULTIPLES.contains(format) && !DECIMAL.contains(format) && BINARY.indexOf(format) <= 0;
    return decimal(thousandths, exponent);
  }

  /** Every amount canonical, sorted by resource name. */
  public static SortedMap<String, Quantity> of(Map<String, Quantity> quantities) {
    var canonical = new TreeMap<String, Quantity>();
    quantities.forEach((name, quantity) -> canonical.put(name, of(quantity)));
    return canonical;
  }

  private static Quantity binary(BigDecimal value) {
    var power = 0;
    while (power < BINARY.size() - 1 && divisible(value, KIBI)) {
      value = value.divide(KIBI);
      power++;
    }
    return new Quantity(text(value), BINARY.get(power));
  }

  private static Quantity decimal(BigDecimal thousandths, boolean exponent) {
    var value = thousandths;
    var power = 0;
    if (value.signum() == 0) {
      return new Quantity("0", "");
    }
    while (power < DECIMAL.size() - 1 && divisible(value, KILO)) {
      value = value.divide(KILO);
      power++;
    }
    var suffix = exponent && power != 1 ? "e" + (power * 3 - 3) : exponent ? "" : DECIMAL.get(power);
    return new Quantity(text(value), suffix);
  }

  private static boolean divisible(BigDecimal value, BigDecimal by) {
    return value.signum() != 0 && value.toBigInteger().mod(by.toBigInteger()).equals(BigInteger.ZERO);
  }

  private static String text(BigDecimal value) {
    return value.toBigInteger().toString();
  }
}
