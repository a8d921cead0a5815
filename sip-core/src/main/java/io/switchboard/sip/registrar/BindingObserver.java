package io.switchboard.sip.registrar;

/** Told in the lane which bindings come and go; not of those that are refreshed. */
public interface BindingObserver {
    /** Hears nothing. */
    BindingObserver NOBODY = new BindingObserver() {
        @Override
        public void added(Binding binding) {
            // nobody asks
        }

        @Override
        public void removed(Binding binding) {
            // nobody asks
        }
    };

    /** A phone has registered. */
    void added(Binding binding);

    /** A phone has unregistered, or has not refreshed its registration in time. */
    void removed(Binding binding);
}
