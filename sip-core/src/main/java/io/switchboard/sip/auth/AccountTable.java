package io.switchboard.sip.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Finds accounts by the bytes of their user names. What a login needs of an account lies in one array, so that of fifty
 * thousand accounts one that has not been heard of for a while costs few lines of the cache. Immutable.
 */
final class AccountTable {
    private static final int MD5 = DigestAlgorithm.MD5.hexLength();
    private static final int SHA_256 = DigestAlgorithm.SHA_256.hexLength();
    private static final int HAS_MD5 = 1;
    private static final int HAS_SHA_256 = 2;

    /** A byte that says which hashes there are, the user, and the hashes as hex digits, that of MD5 first. */
    private final byte[][] entries;

    private final @Nullable Account[] accounts;

    AccountTable(Collection<Account> all) {
        int slots = 8;
        while (slots < 2 * all.size()) {
            slots *= 2;
        }
        entries = new byte[slots][];
        accounts = new @Nullable Account[slots];
        for (Account account : all) {
            byte[] user = account.user().getBytes(StandardCharsets.UTF_8);
            int slot = slot(user, 0, user.length);
            while (accounts[slot] != null) {
                slot = slot + 1 & slots - 1;
            }
            entries[slot] = entry(user, account);
            accounts[slot] = account;
        }
    }

    private static byte[] entry(byte[] user, Account account) {
        boolean md5 = account.ha1Md5().length() == MD5;
        boolean sha256 = account.ha1Sha256().length() == SHA_256;
        String hashes = (md5 ? account.ha1Md5() : "") + (sha256 ? account.ha1Sha256() : "");
        byte[] entry = new byte[1 + user.length + hashes.length()];
        entry[0] = (byte) ((md5 ? HAS_MD5 : 0) | (sha256 ? HAS_SHA_256 : 0));
        System.arraycopy(user, 0, entry, 1, user.length);
        byte[] ascii = hashes.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, entry, 1 + user.length, ascii.length);
        return entry;
    }

    /** Where a user's account is; -1 if there is none. */
    int find(byte[] data, int from, int to) {
        int slot = slot(data, from, to);
        while (accounts[slot] != null) {
            byte[] entry = entries[slot];
            if (Arrays.equals(entry, 1, userEnd(entry), data, from, to)) {
                return slot;
            }
            slot = slot + 1 & entries.length - 1;
        }
        return -1;
    }

    private static int userEnd(byte[] entry) {
        int hashes = entry[0];
        return entry.length - ((hashes & HAS_MD5) == 0 ? 0 : MD5) - ((hashes & HAS_SHA_256) == 0 ? 0 : SHA_256);
    }

    private int slot(byte[] data, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + data[i];
        }
        hash *= 0x9E3779B9; // what the names differ in is in the highest bits now
        return (hash >>> (Integer.numberOfLeadingZeros(entries.length) + 1)) & (entries.length - 1);
    }

    @Nullable Account account(int place) {
        return accounts[place];
    }

    /** The array that an account's hashes are in. */
    byte[] hashes(int place) {
        return entries[place];
    }

    /** Where the hash for an algorithm begins there; -1 if the account has none. */
    int hash(int place, DigestAlgorithm algorithm) {
        byte[] entry = entries[place];
        if (algorithm == DigestAlgorithm.MD5) {
            return (entry[0] & HAS_MD5) == 0 ? -1 : userEnd(entry);
        }
        return (entry[0] & HAS_SHA_256) == 0 ? -1 : entry.length - SHA_256;
    }
}
