package io.rapport.simulator.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.Mailbox;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.tenant.SimulatedGroup;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Real mail headers as a tenant: newline-delimited JSON, gzipped or not. First the directory, {@code {mailbox, aliases,
 * displayName}}, then messages, {@code {id, conversationId, sentDateTime, from, to, cc, mailboxes}}. Served as the file
 * has them: wrong dates, missing senders, empty recipients and all.
 */
public final class DataFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final UUID tenant;
    private final Map<String, SimulatedUser> users = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<UUID, List<SimulatedMessage>> messages = new HashMap<>();

    private DataFile(UUID tenant) {
        this.tenant = tenant;
    }

    /** @throws IllegalArgumentException with the line's number if the file is not in the format */
    public static SimulatedTenant load(UUID tenant, Path file, List<String> internalDomains) throws IOException {
        DataFile data = new DataFile(tenant);
        int number = 0;
        try (BufferedReader lines = open(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    data.read(JSON.readTree(line));
                }
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException | DateTimeParseException e) {
            throw new IllegalArgumentException(file.getFileName() + ", line " + number + ", is not in the format.", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.getFileName() + ", line " + number + ": " + e.getMessage(), e);
        }
        return data.tenant(internalDomains);
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new BufferedReader(
                new InputStreamReader(gzip ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8));
    }

    private void read(JsonNode line) {
        if (line.has("mailbox")) {
            person(line);
        } else if (line.has("id") && line.has("sentDateTime")) {
            message(line);
        } else {
            throw new IllegalArgumentException("neither a mailbox nor a message");
        }
    }

    private void person(JsonNode line) {
        person(line.get("mailbox").asText(), line);
    }

    private SimulatedUser person(String address, JsonNode line) {
        String name = line.path("displayName").asText(address);
        List<String> aliases = strings(line.path("aliases"));
        SimulatedUser user = new SimulatedUser(
                SimulatedTenant.userId(tenant, address),
                address,
                address,
                name,
                aliases,
                SimulatedUser.UserType.MEMBER,
                true,
                SimulatedUser.MailboxKind.CLOUD);
        users.put(address.toLowerCase(Locale.ROOT), user);
        names.put(address.toLowerCase(Locale.ROOT), name);
        aliases.forEach(alias -> names.put(alias.toLowerCase(Locale.ROOT), name));
        return user;
    }

    private void message(JsonNode line) {
        String id = line.get("id").asText();
        Instant at = Instant.parse(line.get("sentDateTime").asText());
        String from = line.path("from").textValue();
        EmailAddress sender = from == null ? null : address(from);
        List<EmailAddress> to =
                strings(line.path("to")).stream().map(this::address).toList();
        List<EmailAddress> cc =
                strings(line.path("cc")).stream().map(this::address).toList();
        for (String holder : strings(line.path("mailboxes"))) {
            SimulatedUser known = users.get(holder.toLowerCase(Locale.ROOT));
            // A mailbox that the directory forgot holds its mail all the same.
            SimulatedUser owner = known == null ? person(holder, line.path("none")) : known;
            List<SimulatedMessage> box = messages.computeIfAbsent(owner.id(), user -> new ArrayList<>());
            box.add(new SimulatedMessage(
                    MessageIds.of(owner.id(), box.size()),
                    "<" + id + "@data.invalid>",
                    line.path("conversationId").asText(id),
                    at,
                    at,
                    sender,
                    to,
                    cc,
                    false,
                    null));
        }
    }

    private EmailAddress address(String address) {
        return new EmailAddress(nameOf(address), address);
    }

    private @Nullable String nameOf(String address) {
        return names.getOrDefault(address.toLowerCase(Locale.ROOT), address);
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(item -> strings.add(item.asText()));
        return List.copyOf(strings);
    }

    private SimulatedTenant tenant(List<String> internalDomains) {
        Map<UUID, Mailbox> mailboxes = new HashMap<>();
        users.values()
                .forEach(user -> mailboxes.put(user.id(), new Mailbox(messages.getOrDefault(user.id(), List.of()))));
        List<UUID> first =
                users.values().stream().limit(3).map(SimulatedUser::id).toList();
        return new SimulatedTenant(
                tenant,
                internalDomains,
                List.copyOf(users.values()),
                List.of(new SimulatedGroup(
                        SimulatedTenant.userId(tenant, "group/executives"),
                        "executives",
                        first,
                        SimulatedGroup.Kind.SECURITY,
                        false)),
                Skus.licensed(),
                mailboxes,
                Map.of());
    }
}
