package io.switchboard.sip.transaction;

import java.net.Inet4Address;
import java.net.InetAddress;

/** Counts the transactions of each source: an IPv4 address, or the /64 of an IPv6 address. */
final class Sources {
    private final LongTable<Source> table;

    Sources(long secret) {
        this.table = new LongTable<>(secret);
    }

    /** The source that an address belongs to; it is remembered once something is counted. */
    Source of(InetAddress address) {
        long key = key(address);
        Source known = table.get(key);
        return known != null ? known : new Source(key);
    }

    void add(Source source) {
        if (source.count++ == 0) {
            table.put(source.key, source);
        }
    }

    void remove(Source source) {
        if (--source.count == 0) {
            table.remove(source.key, source);
        }
    }

    /** Sources that have transactions. */
    int size() {
        return table.size();
    }

    private static long key(InetAddress address) {
        if (address instanceof Inet4Address) {
            return address.hashCode() & 0xFFFF_FFFFL; // it is the address itself, without a copy of its bytes
        }
        byte[] bytes = address.getAddress();
        long key = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            key = key << 8 | (bytes[i] & 0xFF);
        }
        return key | 1L << 63; // apart from every IPv4 address
    }

    /** One source. */
    static final class Source {
        private final long key;
        private int count;
        private int lingering;

        private Source(long key) {
            this.key = key;
        }

        /** What its transactions weigh; see {@link TransactionLimits#load}. */
        int load() {
            return TransactionLimits.load(count - lingering, lingering);
        }

        /** One of them only waits for repetitions from now on. */
        void lingers() {
            lingering++;
        }

        /** It is over. */
        void lingered() {
            lingering--;
        }
    }
}
