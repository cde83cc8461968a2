//! Under which addresses a server is reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Where this machine reaches a server that listens on `bound`: all addresses together are none that a browser could open.
pub fn own_address(bound: SocketAddr) -> SocketAddr {
    match bound.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => SocketAddr::from((Ipv4Addr::LOCALHOST, bound.port())),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => SocketAddr::from((Ipv6Addr::LOCALHOST, bound.port())),
        _ => bound,
    }
}

/// Where other machines reach it; none if this one is in no network.
pub fn address_for_others(bound: SocketAddr) -> Option<SocketAddr> {
    // Addresses that nobody has (RFC 5737, RFC 3849). Nothing is sent there: the system is asked which way it would go.
    let elsewhere: IpAddr = match bound.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::new(192, 0, 2, 1).into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into(),
        _ => return Some(bound),
    };
    let socket = UdpSocket::bind((bound.ip(), 0)).ok()?;
    socket.connect((elsewhere, 9)).ok()?;
    let own = socket.local_addr().ok()?.ip();
    (!own.is_loopback() && !own.is_unspecified()).then_some(SocketAddr::new(own, bound.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_on_all_addresses_is_shown_at_one_that_opens() {
        for (bound, own) in
            [("0.0.0.0:3000", "127.0.0.1:3000"), ("[::]:3001", "[::1]:3001"), ("192.0.2.7:80", "192.0.2.7:80"), ("[::1]:1", "[::1]:1")]
        {
            let bound: SocketAddr = bound.parse().expect("an address");
            assert_eq!(own_address(bound).to_string(), own);
            if let Some(others) = address_for_others(bound) {
                assert!(!others.ip().is_unspecified() && others.port() == bound.port(), "{others}");
            }
        }
    }
}
