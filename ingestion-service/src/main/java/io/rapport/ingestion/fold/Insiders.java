package io.rapport.ingestion.fold;

import java.util.Set;

/**
 * Who is of the tenant.
 *
 * @param domains verified domains, lower case
 * @param addresses every proxy address of the directory, lower case; some lie outside the verified domains
 */
public record Insiders(Set<String> domains, Set<String> addresses) {

    public boolean contain(String address) {
        if (addresses.contains(address)) {
            return true;
        }
        String domain = address.substring(address.indexOf('@') + 1);
        while (true) {
            if (domains.contains(domain)) {
                return true;
            }
            int dot = domain.indexOf('.');
            if (dot < 0) {
                return false;
            }
            domain = domain.substring(dot + 1);
        }
    }

    @Override
    public String toString() {
        return "Insiders[hidden]";
    }
}
