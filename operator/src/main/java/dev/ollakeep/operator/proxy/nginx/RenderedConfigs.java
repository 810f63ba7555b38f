package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.proxy.ProxySettings;

/**
 * Configurations that were rendered lately.
 *
 * <p>Rendering takes milliseconds, which is most of a plan's work, and fleets share few settings.
 */
public final class RenderedConfigs {

  private final RecentMemory<ProxySettings, ProxyConfig> rendered = new RecentMemory<>(64);

  public ProxyConfig of(ProxySettings settings) {
    return rendered.get(settings, ProxyConfig::of);
  }
}
