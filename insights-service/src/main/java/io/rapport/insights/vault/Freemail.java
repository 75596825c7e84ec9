package io.rapport.insights.vault;

import java.util.Set;

/** Domains of mail for everyone: two people there are no colleagues, so they make no company and no path. */
public final class Freemail {

    private static final Set<String> DOMAINS = Set.of(
            "126.com",
            "163.com",
            "aol.com",
            "bluewin.ch",
            "btinternet.com",
            "comcast.net",
            "duck.com",
            "email.com",
            "fastmail.com",
            "free.fr",
            "gmail.com",
            "gmx.at",
            "gmx.ch",
            "gmx.com",
            "gmx.de",
            "gmx.net",
            "googlemail.com",
            "hey.com",
            "hotmail.co.uk",
            "hotmail.com",
            "hotmail.de",
            "hotmail.fr",
            "hotmail.it",
            "hushmail.com",
            "icloud.com",
            "laposte.net",
            "libero.it",
            "live.com",
            "mac.com",
            "mail.com",
            "mail.ru",
            "mailbox.org",
            "me.com",
            "msn.com",
            "naver.com",
            "orange.fr",
            "outlook.com",
            "outlook.de",
            "pm.me",
            "posteo.de",
            "proton.me",
            "protonmail.com",
            "qq.com",
            "rediffmail.com",
            "rocketmail.com",
            "sbcglobal.net",
            "t-online.de",
            "tutanota.com",
            "verizon.net",
            "virgilio.it",
            "wanadoo.fr",
            "web.de",
            "yahoo.co.in",
            "yahoo.co.jp",
            "yahoo.co.uk",
            "yahoo.com",
            "yahoo.de",
            "yahoo.fr",
            "yandex.ru",
            "ymail.com",
            "zoho.com");

    private Freemail() {}

    /** Whether a {@link Vault#normal normal} domain is one of them. */
    public static boolean is(String domain) {
        return DOMAINS.contains(domain);
    }
}
