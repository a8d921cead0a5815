package io.switchboard.sip.transport.dns;

import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.ReferenceCountUtil;
import io.switchboard.sip.transport.EventLoopLane;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the name servers and keeps what they say as long as they say. Used in the lane, and answers there. */
final class DnsClient {
    private static final Logger LOG = LoggerFactory.getLogger(DnsClient.class);
    private static final int MAX_TTL_SECONDS = 86_400;
    private static final int NEGATIVE_SECONDS = 30;
    private static final int SILENCE_SECONDS = 5;
    private static final int CACHED = 4_096;

    private final EventLoopLane lane;
    private final DnsNameResolver resolver;
    private final DefaultHostsFileEntriesResolver hosts = new DefaultHostsFileEntriesResolver();
    private final ResolvedAddressTypes families;
    private final Map<String, Answer> services = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Answer> eldest) {
            return size() > CACHED;
        }
    };

    /** An answer, or the wait for it. */
    private static final class Answer {
        private final CompletableFuture<List<ServiceRecord>> records = new CompletableFuture<>();
        private long end = Long.MAX_VALUE;
    }

    DnsClient(EventLoopLane lane, DnsSettings settings, ResolvedAddressTypes families) {
        this.lane = lane;
        this.families = families;
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(lane.loop())
                .datagramChannelType(lane.io().datagramType())
                .socketChannelType(lane.io().socketType())
                .resolvedAddressTypes(families)
                .completeOncePreferredResolved(false)
                .queryTimeoutMillis(settings.queryMillis())
                .ttl(0, MAX_TTL_SECONDS)
                .negativeTtl(NEGATIVE_SECONDS)
                .consolidateCacheSize(CACHED)
                .hostsFileEntriesResolver(hosts);
        if (!settings.nameServers().isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(settings.nameServers()))
                    .searchDomains(List.of());
        }
        this.resolver = builder.build();
    }

    /** Addresses of a name in the hosts file; empty if it is not there. */
    List<InetAddress> fixed(String host) {
        List<InetAddress> found = hosts.addresses(host, families);
        return found == null ? List.of() : found;
    }

    /** Addresses of a name; empty if there are none. */
    CompletableFuture<List<InetAddress>> addresses(String host) {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        try {
            resolver.resolveAll(host).addListener((io.netty.util.concurrent.Future<List<InetAddress>> future) -> {
                if (!future.isSuccess()) {
                    LOG.debug("no address of {}: {}", host, String.valueOf(future.cause()));
                }
                answer.complete(future.isSuccess() ? future.getNow() : List.of());
            });
        } catch (IllegalArgumentException notAName) {
            answer.complete(List.of());
        }
        return answer;
    }

    /** The SRV records of a name. */
    CompletableFuture<List<ServiceRecord>> srv(String name) {
        return services(name, DnsRecordType.SRV);
    }

    /** The NAPTR records of a name. */
    CompletableFuture<List<ServiceRecord>> naptr(String name) {
        return services(name, DnsRecordType.NAPTR);
    }

    private CompletableFuture<List<ServiceRecord>> services(String name, DnsRecordType type) {
        String key = type.name() + ' ' + name;
        Answer known = services.get(key);
        if (known != null && lane.now() < known.end) {
            return known.records;
        }
        Answer entry = new Answer();
        services.put(key, entry);
        try {
            resolver.resolveAll(new DefaultDnsQuestion(name, type))
                    .addListener((io.netty.util.concurrent.Future<List<DnsRecord>> future) -> {
                        if (future.isSuccess()) {
                            answered(entry, future.getNow());
                        } else {
                            boolean silent = DnsNameResolver.isTransportOrTimeoutError(future.cause());
                            done(entry, List.of(), silent ? SILENCE_SECONDS : NEGATIVE_SECONDS);
                        }
                    });
        } catch (IllegalArgumentException notAName) {
            done(entry, List.of(), NEGATIVE_SECONDS);
        }
        return entry.records;
    }

    private void answered(Answer entry, List<DnsRecord> records) {
        List<ServiceRecord> read = new ArrayList<>(records.size());
        long seconds = MAX_TTL_SECONDS;
        for (DnsRecord record : records) {
            try {
                ServiceRecord service = record instanceof DnsRawRecord raw ? read(raw) : null;
                if (service != null) {
                    read.add(service);
                    seconds = Math.min(seconds, record.timeToLive());
                }
            } finally {
                ReferenceCountUtil.release(record);
            }
        }
        done(entry, read, read.isEmpty() ? NEGATIVE_SECONDS : seconds);
    }

    private static @Nullable ServiceRecord read(DnsRawRecord record) {
        try {
            return ServiceRecord.read(record, record.content());
        } catch (RuntimeException broken) {
            LOG.debug("broken {} record of {}", record.type(), record.name(), broken);
            return null;
        }
    }

    private void done(Answer entry, List<ServiceRecord> records, long seconds) {
        entry.end = lane.now() + seconds * 1000;
        entry.records.complete(records);
    }

    void close() {
        resolver.close();
    }
}
