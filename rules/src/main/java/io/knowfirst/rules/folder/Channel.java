package io.knowfirst.rules.folder;

import org.jspecify.annotations.Nullable;

/**
 * A channel on which the shop writes to or calls visitors.
 *
 * @param purpose that they must have granted; null for none
 * @param quiet when nobody is contacted; null for never
 * @param preferredBy the segment whose members prefer the channel, whatever was learned; null for
 *     none
 */
public record Channel(
    String id,
    @Nullable String purpose,
    @Nullable QuietHours quiet,
    @Nullable String preferredBy) {}
