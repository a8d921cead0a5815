package io.switchboard.server.config;

import static io.switchboard.server.config.Values.choice;
import static io.switchboard.server.config.Values.integer;

import io.switchboard.routing.Numbering;
import io.switchboard.sip.auth.Account;
import io.switchboard.sip.conference.FactorySettings.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads accounts.yaml and the files that it includes. */
final class AccountsFile {
    static final String NAME = "accounts.yaml";

    private final Path folder;
    private final String domain;
    private final Numbering numbering;
    private final Problems problems;
    private final Map<String, LocalAccount> accounts = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, String> numbers = new HashMap<>();

    AccountsFile(Path folder, String domain, Numbering numbering, Problems problems) {
        this.folder = folder;
        this.domain = domain;
        this.numbering = numbering;
        this.problems = problems;
    }

    Map<String, LocalAccount> read() {
        Section top = YamlFile.read(folder, NAME, problems);
        accounts(top);
        for (Scalar include : top.scalars("include")) {
            for (String file : included(include)) {
                Section more = YamlFile.read(folder, file, problems);
                accounts(more);
                more.done();
            }
        }
        top.done();
        numbers.forEach((number, user) -> {
            if (accounts.containsKey(number) && !number.equals(user)) {
                problems.add(
                        places.getOrDefault(number, top.place()),
                        "'" + number + "' is the number of '" + user + "' already, and cannot name another account");
            }
        });
        return accounts;
    }

    /** Files in one folder beneath the configuration's; the last part of the name may hold {@code *}. */
    private List<String> included(Scalar include) {
        Path pattern = Path.of(include.text()).normalize();
        Path parent = pattern.getParent();
        Path within = parent == null ? folder : folder.resolve(parent);
        List<String> files = new ArrayList<>();
        if (pattern.isAbsolute() || pattern.startsWith("..")) {
            problems.add(include.place(), "'" + include.text() + "' is not inside the configuration folder");
            return files;
        }
        if (Files.isDirectory(within)) {
            try (DirectoryStream<Path> found =
                    Files.newDirectoryStream(within, pattern.getFileName().toString())) {
                found.forEach(file -> files.add(folder.relativize(file).toString()));
            } catch (IOException e) {
                problems.add(include.place(), "cannot be read: " + e.getMessage());
            }
        }
        if (files.isEmpty() && !include.text().contains("*")) {
            problems.add(include.place(), "there is no file " + folder.resolve(include.text()));
        }
        files.sort(null);
        return files;
    }

    private void accounts(Section top) {
        top.named("accounts").forEach((user, section) -> {
            Place place = section.place();
            Place first = places.putIfAbsent(user, place);
            if (first != null) {
                problems.add(
                        place,
                        "there is an account '" + user + "' already, in " + first.file() + " line " + first.line());
            }
            if (!user.matches("[A-Za-z0-9_.!~*'()&=+$,;?/-]+")) {
                problems.add(
                        place,
                        "'" + user + "' cannot be a user name: letters, digits and -_.!~*'()&=+$,;?/ are"
                                + " allowed (RFC 3261)");
            }
            accounts.put(user, account(user, section));
        });
    }

    private LocalAccount account(String user, Section s) {
        String md5 = s.parse("ha1_md5", "", text -> hex(text, 32));
        String sha256 = s.parse("ha1_sha256", "", text -> hex(text, 64));
        Scalar password = s.scalar("password");
        if (password != null && (s.has("ha1_md5") || s.has("ha1_sha256"))) {
            s.problem(password.place(), "either a password or its hashes are meant, not both");
        } else if (password != null) {
            Ha1 ha1 = Ha1.of(user, domain, password.text().getBytes(StandardCharsets.UTF_8));
            md5 = ha1.md5();
            sha256 = ha1.sha256();
        } else if (!s.has("ha1_md5") && !s.has("ha1_sha256")) {
            s.problem(
                    s.place(),
                    "has no password: 'password', or 'ha1_md5' and 'ha1_sha256' as" + " 'switchboard passwd " + user
                            + "' prints them, are meant");
        }
        String displayName = s.parse("display_name", "", AccountsFile::line);
        int maxCalls = s.parse("max_calls", 0, integer(0, 10_000));
        Answer answer = s.parse("conference_answer", Answer.AUTO, choice(Answer.class));
        Scalar number = s.scalar("number");
        Set<String> pickup = pickup(s);
        s.done();
        String own = number == null ? "" : number(user, number);
        return new LocalAccount(new Account(user, domain, displayName, md5, sha256), own, maxCalls, pickup, answer);
    }

    private static Set<String> pickup(Section s) {
        List<Scalar> named = s.scalars("pickup");
        if (!s.has("pickup")) {
            return Set.of("");
        }
        Set<String> groups = new HashSet<>();
        for (Scalar group : named) {
            s.parse(group, false, text -> {
                if (!text.matches("[A-Za-z0-9_.-]+")) {
                    throw new IllegalArgumentException(
                            "'" + text + "' cannot name a group: letters, digits and _ . - are meant");
                }
                return groups.add(text);
            });
        }
        return groups;
    }

    private String number(String user, Scalar number) {
        String normal = numbering.normalise(number.text());
        if (!normal.matches("[+]?[0-9*#]+")) {
            problems.add(
                    number.place(), "'" + number.text() + "' is no number: digits are meant, as 1001 or +31201234567");
            return "";
        }
        String other = numbers.putIfAbsent(normal, user);
        if (other != null) {
            problems.add(number.place(), "'" + number.text() + "' is the number of '" + other + "' already");
        }
        return normal;
    }

    private static String hex(String text, int digits) {
        if (!text.matches("[0-9a-f]{" + digits + "}")) {
            throw new IllegalArgumentException("should be " + digits
                    + " lower-case hex digits, as 'switchboard passwd' prints them; there are " + text.length());
        }
        return text;
    }

    private static String line(String text) {
        if (text.length() > 128 || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new IllegalArgumentException("should be one line of at most 128 characters");
        }
        return text;
    }
}
