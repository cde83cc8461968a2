/// The policy that pages carry themselves, said by the host as well: `frame-ancestors` is left out on purpose, because
/// learning platforms show such sites in a frame.
const POLICY: &str = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'";

/// Headers for hosts that read a `_headers` file. What has its fingerprint in its name is kept for good.
pub(super) fn headers() -> String {
    format!(
        "/*\n  Content-Security-Policy: {POLICY}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n\n\
         /assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}
