package io.rapport.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/configuration.md is the code's own account of its settings. */
class SettingsTest {

    private static final Path INTRODUCTION = Path.of("src/test/resources/configuration.md");

    @Test
    void everySettingHasASentence() throws IOException {
        assertThat(Settings.all())
                .hasSizeGreaterThan(30)
                .allSatisfy(setting ->
                        assertThat(setting.meaning()).as(setting.key()).matches("(?s)[A-Z`].*\\."));
    }

    @Test
    void noValueIsMadeOfASettingThatNobodyKnows() throws IOException {
        List<String> known = Settings.all().stream().map(Settings.Setting::key).toList();
        for (String service : Chart.SERVICES) {
            assertThat(known).containsAll(Settings.mentioned(service));
        }
    }

    @Test
    void noSentenceIsLeftOver() throws IOException {
        assertThat(Settings.all().stream().map(Settings.Setting::key))
                .containsAll(Settings.sentences().stringPropertyNames());
    }

    @Test
    void areAllInTheReference() throws IOException {
        List<String> rows = new ArrayList<>();
        for (var setting : Settings.all()) {
            rows.add("| `%s` | %s | %s | %s | %s |\n"
                    .formatted(
                            setting.key(),
                            setting.fallback().map(SettingsTest::code).orElse(""),
                            setting.unit(),
                            readers(setting),
                            setting.meaning().replace("|", "\\|")));
        }
        Written.holds(
                "docs/configuration.md", Files.readString(INTRODUCTION).replace("@SETTINGS@\n", String.join("", rows)));
    }

    private static String code(String fallback) {
        return fallback.equals("differs") ? fallback : "`" + fallback.replace(",", ", ") + "`";
    }

    private static String readers(Settings.Setting setting) {
        return setting.services().size() == Chart.SERVICES.size()
                ? "all"
                : setting.services().stream()
                        .map(service -> service.replace("-service", ""))
                        .collect(Collectors.joining(", "));
    }
}
