package io.rapport.insights.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class PastedTest {

    @Test
    void linesFromAnEditorAndFromASpreadsheetAreRead() {
        Pasted pasted = Pasted.of("""
                Name; Contacts; Close; Revenue
                New plant; ann@fabrikam.example, bo@fabrikam.example; 2027-01-31; 120000

                "Old plant"\tcy@tailspin.example\t31.1.2027\t€ 1.250,50
                No date;dee@woodgrove.example
                """);

        assertThat(pasted.faults()).isEmpty();
        assertThat(pasted.opportunities())
                .extracting(
                        Opportunity::line,
                        Opportunity::name,
                        one -> one.addresses().size(),
                        Opportunity::closes)
                .containsExactly(
                        tuple(2, "New plant", 2, LocalDate.of(2027, 1, 31)),
                        tuple(4, "Old plant", 1, LocalDate.of(2027, 1, 31)),
                        tuple(5, "No date", 1, null));
        assertThat(pasted.opportunities())
                .extracting(Opportunity::revenue)
                .containsExactly(new BigDecimal("120000"), new BigDecimal("1250.50"), null);
    }

    @Test
    void amountsAreReadHoweverTheyAreGrouped() {
        for (String amount :
                new String[] {"12500", "12,500", "12.500", "12'500", "12 500 EUR", "$12,500.00", "12.500,0"}) {
            assertThat(Pasted.of("a;b@c.example;;" + amount).opportunities())
                    .as(amount)
                    .singleElement()
                    .satisfies(one -> assertThat(one.revenue()).isEqualByComparingTo("12500"));
        }
    }

    @Test
    void whatCannotBeReadIsNamedByLineAndTheRestIsRead() {
        Pasted pasted = Pasted.of("""
                ; nameless@fabrikam.example
                Nobody
                Wrong; at fabrikam
                Friday; ann@fabrikam.example; Friday
                February; ann@fabrikam.example; 2027-02-30
                Much; ann@fabrikam.example; 2027-01-31; much
                Less; ann@fabrikam.example; 2027-01-31; -5
                Fine; ann@fabrikam.example
                """);

        assertThat(pasted.faults()).extracting(Pasted.Fault::line).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(pasted.faults()).extracting(Pasted.Fault::why).allMatch(why -> why.endsWith("."));
        assertThat(pasted.opportunities()).extracting(Opportunity::name).containsExactly("Fine");
        assertThat(Pasted.of("").opportunities()).isEmpty();
    }

    @Test
    void noMoreThanCanBeAskedForAtOnceIsRead() {
        Pasted pasted = Pasted.of("a;b@c.example\n".repeat(502));

        assertThat(pasted.opportunities()).hasSize(Pasted.MOST);
        assertThat(pasted.faults()).extracting(Pasted.Fault::line).containsExactly(501);
    }
}
