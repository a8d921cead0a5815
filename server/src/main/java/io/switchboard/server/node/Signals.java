package io.switchboard.server.node;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals of the operating system. The JDK has them in a module that is not part of the API, so by reflection. */
public final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private Signals() {}

    /** Runs something, in a thread of its own, whenever the signal comes; where there is none, nothing happens. */
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, calls);
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            if (handler.getField("SIG_IGN").get(null).equals(before)) {
                // The virtual machine leaves SIGHUP to who has it ignored, as nohup does.
                log.info(
                        "signal {} stays ignored, as this process was started with it; switchboard reload works", name);
            }
        } catch (ReflectiveOperationException e) {
            log.warn("signal {} is not handled on this system", name, e);
        }
    }
}
