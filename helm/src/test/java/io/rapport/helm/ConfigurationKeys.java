package io.rapport.helm;

import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The names that a service's settings have in its environment.
 *
 * @param required those without which it does not start
 */
record ConfigurationKeys(Set<String> known, Set<String> required) {

    static ConfigurationKeys of(String service) throws IOException {
        Collection<Settings.Setting> settings = Settings.of(service);
        return new ConfigurationKeys(
                names(settings, setting -> true),
                names(settings, setting -> setting.isRequired() && setting.key().startsWith("rapport.")));
    }

    private static Set<String> names(Collection<Settings.Setting> settings, Predicate<Settings.Setting> chosen) {
        return settings.stream()
                .filter(chosen)
                .map(setting -> environment(setting.key()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How a key is spelt in the environment. */
    static String environment(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
