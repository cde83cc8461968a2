use std::ffi::c_long;

/// So many milliseconds after it is no longer used, memory goes back to the system.
const DELAY: c_long = 100;
/// The number of that setting in mimalloc's list `mi_option_e`, in which numbers stay: `mi_option_purge_delay`.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = 15;

/// For a process that builds once: memory goes back while it runs. The allocator would wait for a second, and by then most builds are
/// over without ever having had less than all that they ever used. A process that builds again does better to keep it. What
/// `MIMALLOC_PURGE_DELAY` says goes before this.
pub(super) fn give_back_soon() {
    // SAFETY: this sets a number in a table of the allocator's, which checks the index and reads it at any time.
    #[allow(unsafe_code)]
    unsafe {
        libmimalloc_sys::mi_option_set_default(PURGE_DELAY, DELAY);
    }
}
