package io.rapport.consent.sharing;

import io.rapport.contracts.ids.TenantId;
import io.rapport.contracts.ids.UserId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Evaluates the rule of {@link Sharing} for one person, clause by clause. */
@Singleton
public class Explanation {

    private static final String FACTS = """
            SELECT EXISTS (SELECT FROM consent_epoch WHERE tenant = :tenant AND phase = 'ACTIVE'),
                   EXISTS (SELECT FROM licensed_user WHERE tenant = :tenant AND user_id = :user),
                   EXISTS (SELECT FROM own_switch WHERE tenant = :tenant AND user_id = :user AND off),
                   EXISTS (SELECT FROM chosen_group WHERE tenant = :tenant AND purpose = 'ROLE')""";
    private static final String GROUPS = """
            SELECT g.group_id, g.name, g.purpose
              FROM group_member m JOIN chosen_group g USING (tenant, group_id)
             WHERE tenant = :tenant AND m.user_id = :user ORDER BY g.name, g.group_id""";

    public Uni<WhyNot> of(Mutiny.Session session, TenantId tenant, UserId user) {
        return session.createNativeQuery(FACTS, Object[].class)
                .setParameter("tenant", tenant.value())
                .setParameter("user", user.value())
                .getSingleResult()
                .flatMap(facts -> session.createNativeQuery(GROUPS, Object[].class)
                        .setParameter("tenant", tenant.value())
                        .setParameter("user", user.value())
                        .getResultList()
                        .map(groups -> new WhyNot.Facts(
                                        (Boolean) facts[0],
                                        (Boolean) facts[1],
                                        (Boolean) facts[2],
                                        (Boolean) facts[3],
                                        with(groups, "EXCLUDED"),
                                        with(groups, "ROLE"))
                                .about(user)));
    }

    private static List<WhyNot.Group> with(List<Object[]> groups, String purpose) {
        return groups.stream()
                .filter(row -> purpose.equals(row[2]))
                .map(row -> new WhyNot.Group((UUID) row[0], (String) row[1]))
                .toList();
    }
}
