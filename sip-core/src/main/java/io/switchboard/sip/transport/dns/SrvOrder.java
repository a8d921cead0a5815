package io.switchboard.sip.transport.dns;

import io.switchboard.sip.transport.dns.ServiceRecord.Srv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/** The order in which servers are tried (RFC 2782, RFC 3263 section 4.2). */
final class SrvOrder {
    private SrvOrder() {}

    /** By priority; inside one priority by lot, with chances that go with the weights. */
    static List<Srv> order(List<Srv> records, RandomGenerator random) {
        List<Srv> left = new ArrayList<>(records);
        left.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
        List<Srv> ordered = new ArrayList<>(left.size());
        while (!left.isEmpty()) {
            int same = 0;
            int sum = 0;
            while (same < left.size()
                    && left.get(same).priority() == left.get(0).priority()) {
                sum += left.get(same++).weight();
            }
            int lot = random.nextInt(sum + 1);
            int at = 0;
            for (int reached = left.get(0).weight();
                    reached < lot;
                    reached += left.get(at).weight()) {
                at++;
            }
            ordered.add(left.remove(at));
        }
        return ordered;
    }
}
