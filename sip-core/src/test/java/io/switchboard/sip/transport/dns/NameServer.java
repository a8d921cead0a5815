package io.switchboard.sip.transport.dns;

import com.google.common.base.Splitter;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.switchboard.sip.transport.EventLoopLane;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server with a few records, on a port of loopback that the system chooses. */
final class NameServer implements AutoCloseable {
    private record Data(ByteBuf bytes, int ttl) {}

    private final EventLoopLane lane = EventLoopLane.start("dns");
    private final Map<String, List<Data>> records = new ConcurrentHashMap<>();
    private final Channel channel;
    final List<String> asked = new CopyOnWriteArrayList<>();

    NameServer() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        channel = new Bootstrap()
                .group(lane.loop())
                .channelFactory(() -> lane.io().datagram(loopback))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
                    }
                })
                .bind(new InetSocketAddress(loopback, 0))
                .syncUninterruptibly()
                .channel();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    NameServer address(String name, String address, int ttl) {
        byte[] bytes = com.google.common.net.InetAddresses.forString(address).getAddress();
        return add(name, bytes.length == 4 ? DnsRecordType.A : DnsRecordType.AAAA, Unpooled.wrappedBuffer(bytes), ttl);
    }

    NameServer srv(String name, int priority, int weight, int port, String target) {
        return srv(name, priority, weight, port, target, 60);
    }

    NameServer srv(String name, int priority, int weight, int port, String target, int ttl) {
        ByteBuf data = Unpooled.buffer();
        data.writeShort(priority).writeShort(weight).writeShort(port);
        return add(name, DnsRecordType.SRV, name(data, target), ttl);
    }

    NameServer naptr(String name, int order, int preference, String flags, String service, String replacement) {
        ByteBuf data = Unpooled.buffer();
        data.writeShort(order).writeShort(preference);
        for (String text : List.of(flags, service, "")) {
            data.writeByte(text.length()).writeCharSequence(text, StandardCharsets.US_ASCII);
        }
        return add(name, DnsRecordType.NAPTR, name(data, replacement), 60);
    }

    NameServer broken(String name, DnsRecordType type) {
        return add(name, type, Unpooled.wrappedBuffer(new byte[] {0, 1, 0}), 60);
    }

    private static ByteBuf name(ByteBuf data, String name) {
        for (String label : Splitter.on('.').omitEmptyStrings().split(name)) {
            data.writeByte(label.length()).writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        return data.writeByte(0);
    }

    private NameServer add(String name, DnsRecordType type, ByteBuf data, int ttl) {
        records.computeIfAbsent(type.name() + " " + name, key -> new ArrayList<>())
                .add(new Data(data, ttl));
        return this;
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            String name = question.name().toLowerCase(Locale.ROOT);
            name = name.substring(0, name.length() - 1);
            asked.add(question.type().name() + " " + name);
            DatagramDnsResponse response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
            List<Data> found = records.getOrDefault(question.type().name() + " " + name, List.of());
            String suffix = " " + name;
            if (records.keySet().stream().noneMatch(key -> key.endsWith(suffix))) {
                response.setCode(DnsResponseCode.NXDOMAIN);
            }
            for (Data data : found) {
                response.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(
                                question.name(),
                                question.type(),
                                data.ttl(),
                                data.bytes().copy()));
            }
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        lane.close();
    }
}
