use std::net::IpAddr;

/// The names under which the preview answers. A page elsewhere could let its own name point at this machine (DNS
/// rebinding); a request that carries such a name is refused. Addresses in digits cannot be forged that way.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// What the server listens on: a name or an address.
    bound: String,
}

impl Hosts {
    /// The names for a server that listens on `bound`.
    pub fn new(bound: impl Into<String>) -> Hosts {
        Hosts { bound: bound.into() }
    }

    /// Whether a `Host` header names this server. The port is not looked at: a tunnel may change it.
    pub fn knows(&self, host: &str) -> bool {
        let name = without_port(host).trim_end_matches('.');
        name.eq_ignore_ascii_case("localhost")
            || name.to_ascii_lowercase().ends_with(".localhost")
            || name.eq_ignore_ascii_case(&self.bound)
            || name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok()
    }
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty() && (!name.contains(':') || name.ends_with(']')) =>
        {
            name
        }
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_names_and_addresses_are_known() {
        let hosts = Hosts::new("127.0.0.1");
        for host in ["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "192.168.1.5", "LOCALHOST.", "book.localhost:3000"] {
            assert!(hosts.knows(host), "{host}");
        }
    }

    #[test]
    fn other_names_are_refused() {
        let hosts = Hosts::new("127.0.0.1");
        for host in
            ["evil.example", "evil.example:3000", "127.0.0.1.evil.example", "localhost.evil.example", "", ":3000", "1.2.3.4@evil.example"]
        {
            assert!(!hosts.knows(host), "{host}");
        }
    }
}
