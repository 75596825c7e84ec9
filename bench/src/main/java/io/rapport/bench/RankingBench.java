package io.rapport.bench;

import io.rapport.contracts.ingestion.ContactFacts;
import io.rapport.insights.relationship.Activity;
import io.rapport.insights.relationship.Strength;
import io.rapport.insights.relationship.Stretch;
import io.rapport.insights.settings.Settings;
import io.rapport.simulator.mail.EmailAddress;
import io.rapport.simulator.mail.SimulatedMessage;
import io.rapport.simulator.source.DataFile;
import io.rapport.simulator.tenant.SimulatedTenant;
import io.rapport.simulator.tenant.SimulatedUser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How well who-knows-whom ranks: the last thirty days before a cut-off are hidden, colleagues are ranked for every contact
 * by what came before, and the hidden days tell who was right (nDCG@5). Two truths: mail both ways among at most three
 * recipients, which is what an introduction needs, and any mail at all.
 */
@Command(
        name = "ranking",
        description = "Who-knows-whom against plain counts, on a data file, the last 30 days held out.",
        mixinStandardHelpOptions = true)
final class RankingBench implements Callable<Integer> {

    private static final int HIDDEN_DAYS = 30;
    private static final int TOP = 5;
    private static final int FEWEST_CANDIDATES = 3;
    private static final int MASS_MAIL = 20;
    private static final int SMALL_AUDIENCE = 3;
    private static final double UNIT = 65_536;
    private static final int RESAMPLES = 2_000;

    @Option(names = "--data", description = "mail headers, see docs/data-format.md", required = true)
    Path data = Path.of("");

    @Option(names = "--internal-domain", description = "a domain of ours", required = true)
    List<String> domains = List.of();

    @Option(names = "--now", description = "the end of the data, such as 2010-10-01T00:00:00Z", required = true)
    String now = "";

    @Option(names = "--cut-offs", description = "how many, 30 days apart, back from the end", defaultValue = "4")
    int cutOffs;

    /** One mail of a colleague with a contact. */
    private record Mail(Instant at, boolean ours, int recipients) {}

    private record Pair(UUID colleague, String contact) {}

    /** What the hidden days show of a pair. */
    private record Truth(double introduction, double anyMail) {}

    private record Candidate(List<Mail> known, Truth truth) {}

    @Override
    public Integer call() throws IOException {
        Map<Pair, List<Mail>> mail = mail(DataFile.load(UUID.randomUUID(), data, domains));
        Instant end = Instant.parse(now);
        Map<String, ToDoubleFunction<Scored>> scorers = new LinkedHashMap<>();
        scorers.put("latest mail only", Scored::latest);
        scorers.put("count", Scored::count);
        scorers.put("geometric mean, no decay", Scored::balance);
        scorers.put("E, as Rapport ranks", Scored::strength);
        List<List<Scored>> questions = IntStream.rangeClosed(1, cutOffs)
                .mapToObj(back -> end.minus(Duration.ofDays((long) HIDDEN_DAYS * back)))
                .flatMap(cut -> questions(mail, cut))
                .toList();
        for (Truths truth : Truths.values()) {
            List<List<Scored>> answerable = questions.stream()
                    .filter(question -> question.stream().anyMatch(one -> truth.gain(one.candidate.truth) > 0))
                    .toList();
            System.out.printf("%s: %d questions%n", truth.title, answerable.size());
            Map<String, double[]> results = new LinkedHashMap<>();
            scorers.forEach((name, scorer) -> results.put(
                    name,
                    answerable.stream()
                            .mapToDouble(question -> ndcg(question, scorer, truth))
                            .toArray()));
            double[] counting = results.getOrDefault("count", new double[0]);
            results.forEach((name, each) -> System.out.printf(
                    "  %-26s nDCG@5 %.3f   against count %s%n", name, mean(each), difference(each, counting)));
        }
        return 0;
    }

    private enum Truths {
        INTRODUCTION("mail both ways, at most three recipients"),
        ANY_MAIL("any mail");

        private final String title;

        Truths(String title) {
            this.title = title;
        }

        double gain(Truth truth) {
            return this == INTRODUCTION ? truth.introduction : truth.anyMail;
        }
    }

    /** A candidate with the figures of every scorer. */
    private record Scored(Candidate candidate, double latest, double count, double balance, double strength) {}

    /** The rules of docs/scoring.md, from the headers as they stand in each mailbox. */
    private Map<Pair, List<Mail>> mail(SimulatedTenant tenant) {
        Map<Pair, List<Mail>> mail = new HashMap<>();
        for (SimulatedUser owner : tenant.users()) {
            Set<String> own = Stream.concat(Stream.of(owner.userPrincipalName()), owner.aliases().stream())
                    .map(address -> address.toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            tenant.mailbox(owner.id())
                    .ifPresent(mailbox -> mailbox.between(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"))
                            .forEach(message -> add(mail, owner.id(), own, message)));
        }
        return mail;
    }

    private void add(Map<Pair, List<Mail>> mail, UUID owner, Set<String> own, SimulatedMessage message) {
        String sender = normal(message.from());
        Set<String> recipients = new HashSet<>();
        Stream.concat(message.to().stream(), message.cc().stream()).forEach(one -> recipients.add(normal(one)));
        if (sender.isEmpty() || recipients.size() > MASS_MAIL) {
            return;
        }
        boolean ours = own.contains(sender);
        Stream<String> contacts = ours ? recipients.stream() : Stream.of(sender);
        contacts.filter(this::outside)
                .forEach(contact -> mail.computeIfAbsent(new Pair(owner, contact), pair -> new ArrayList<>())
                        .add(new Mail(message.receivedAt(), ours, Math.max(1, recipients.size()))));
    }

    private static String normal(@Nullable EmailAddress who) {
        return who == null || who.address() == null ? "" : who.address().strip().toLowerCase(Locale.ROOT);
    }

    private boolean outside(String address) {
        String domain = address.substring(address.indexOf('@') + 1);
        return address.contains("@")
                && domains.stream().noneMatch(ours -> domain.equals(ours) || domain.endsWith("." + ours));
    }

    /** For each contact that several colleagues have written with before the cut-off. */
    private static Stream<List<Scored>> questions(Map<Pair, List<Mail>> mail, Instant cut) {
        Instant hidden = cut.plus(Duration.ofDays(HIDDEN_DAYS));
        Map<String, List<Scored>> byContact = new TreeMap<>();
        mail.forEach((pair, all) -> {
            List<Mail> known =
                    all.stream().filter(one -> one.at().isBefore(cut)).toList();
            if (!known.isEmpty()) {
                List<Mail> later = all.stream()
                        .filter(one -> !one.at().isBefore(cut) && one.at().isBefore(hidden))
                        .toList();
                byContact
                        .computeIfAbsent(pair.contact(), contact -> new ArrayList<>())
                        .add(scored(new Candidate(known, truth(later)), pair.colleague(), cut));
            }
        });
        return byContact.values().stream().filter(question -> question.size() >= FEWEST_CANDIDATES);
    }

    private static Truth truth(List<Mail> later) {
        List<Mail> close = later.stream()
                .filter(mail -> mail.recipients() <= SMALL_AUDIENCE)
                .toList();
        long ours = close.stream().filter(Mail::ours).count();
        return new Truth(log2(1 + Math.min(ours, close.size() - ours)), log2(1 + later.size()));
    }

    private static Scored scored(Candidate candidate, UUID colleague, Instant cut) {
        List<Mail> known = candidate.known();
        long ours = known.stream().filter(Mail::ours).count();
        // Equal scores are ordered by the stable id, as the service does.
        double tie = (colleague.getMostSignificantBits() >>> 40) * 1e-18;
        return new Scored(
                candidate,
                known.stream()
                        .mapToLong(mail -> mail.at().getEpochSecond())
                        .max()
                        .orElse(0),
                known.size() + tie,
                Math.sqrt((double) ours * (known.size() - ours)) + tie,
                strength(known, LocalDate.ofInstant(cut, ZoneOffset.UTC)) + tie);
    }

    /** Through the service's own code. */
    private static double strength(List<Mail> known, LocalDate day) {
        Map<LocalDate, long[]> days = new TreeMap<>();
        for (Mail mail : known) {
            long[] sums = days.computeIfAbsent(LocalDate.ofInstant(mail.at(), ZoneOffset.UTC), key -> new long[4]);
            long weight = Math.round(UNIT / (1 + log2(mail.recipients())));
            sums[mail.ours() ? 0 : 1]++;
            sums[mail.ours() ? 2 : 3] += weight;
        }
        List<Stretch> stretches = new ArrayList<>();
        days.forEach((from, sums) -> stretches.add(new Stretch(
                1,
                1,
                from,
                ContactFacts.newBuilder()
                        .addDay(0)
                        .addSent((int) sums[0])
                        .addReceived((int) sums[1])
                        .addSentWeight(sums[2])
                        .addReceivedWeight(sums[3])
                        .build())));
        return Strength.of(
                        Activity.of(stretches), day, Settings.DEFAULT.health().weights(), Strength.HALF_LIFE_DAYS)
                .effective();
    }

    private static double ndcg(List<Scored> question, ToDoubleFunction<Scored> scorer, Truths truth) {
        double[] ranked = question.stream()
                .sorted(Comparator.comparingDouble(scorer).reversed())
                .mapToDouble(one -> truth.gain(one.candidate.truth))
                .toArray();
        double[] ideal = question.stream()
                .mapToDouble(one -> -truth.gain(one.candidate.truth))
                .sorted()
                .map(gain -> -gain)
                .toArray();
        return dcg(ranked) / dcg(ideal);
    }

    private static double dcg(double[] gains) {
        return IntStream.range(0, Math.min(TOP, gains.length))
                .mapToDouble(i -> gains[i] / log2(i + 2))
                .sum();
    }

    /** The mean and its 95 % interval over resampled questions. */
    private static String difference(double[] scores, double[] other) {
        double[] differences = IntStream.range(0, scores.length)
                .mapToDouble(i -> scores[i] - other[i])
                .toArray();
        Random random = new Random(1);
        double[] means = IntStream.range(0, RESAMPLES)
                .mapToDouble(round -> IntStream.range(0, differences.length)
                        .mapToDouble(i -> differences[random.nextInt(differences.length)])
                        .average()
                        .orElse(0))
                .sorted()
                .toArray();
        return "%+.3f (%+.3f…%+.3f)"
                .formatted(mean(differences), means[RESAMPLES * 25 / 1000], means[RESAMPLES * 975 / 1000]);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElse(0);
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }
}
