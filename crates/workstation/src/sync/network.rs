//! 网络恢复: notices that the machine's network came up, so that nothing sits out its wait for no reason.

use std::collections::BTreeSet;
use std::io;
use std::net::IpAddr;
use std::os::fd::AsRawFd as _;

use nix::errno::Errno;
use nix::ifaddrs::getifaddrs;
use nix::net::if_::InterfaceFlags;
use nix::sys::socket::{AddressFamily, NetlinkAddr, SockFlag, SockProtocol, SockType, bind, socket};
use tokio::net::UnixDatagram;

/// The kernel's multicast groups (linux/rtnetlink.h): interfaces, their IPv4 addresses, their IPv6 addresses.
const INTERFACES_AND_ADDRESSES: u32 = 0x1 | 0x10 | 0x100;

/// Tells when the machine's network came up.
pub trait Network: Send {
    /// Waits until there is an address or a cable that was not there before. Never, where that cannot be known.
    fn came_up(&mut self) -> impl Future<Output = ()> + Send;
}

/// This machine's network, as the kernel tells of it (netlink).
#[derive(Debug)]
pub struct ThisNetwork {
    told: Option<UnixDatagram>,
    reachable: Reachable,
}

/// Every address on an interface that is up and has its cable, with the interface's name.
type Reachable = BTreeSet<(String, IpAddr)>;

impl ThisNetwork {
    /// Listens from now on. Where the kernel lets nobody listen (a container), only the backoff tries again.
    #[must_use]
    pub fn listen() -> Self {
        let told = listening().inspect_err(|error| tracing::info!("network changes are not told here: {error}")).ok();
        Self { told, reachable: reachable() }
    }
}

impl Network for ThisNetwork {
    async fn came_up(&mut self) {
        while let Some(told) = &self.told {
            if let Err(error) = something_told(told).await {
                tracing::warn!("network changes are no longer told: {error}");
                self.told = None;
                break;
            }
            let before = std::mem::replace(&mut self.reachable, reachable());
            if anything_new(&before, &self.reachable) {
                return;
            }
        }
        std::future::pending().await
    }
}

/// Only receiving is asked of the socket, which is the same for datagrams of every family.
fn listening() -> io::Result<UnixDatagram> {
    let flags = SockFlag::SOCK_NONBLOCK | SockFlag::SOCK_CLOEXEC;
    let socket = socket(AddressFamily::Netlink, SockType::Raw, flags, SockProtocol::NetlinkRoute)?;
    bind(socket.as_raw_fd(), &NetlinkAddr::new(0, INTERFACES_AND_ADDRESSES))?;
    UnixDatagram::from_std(socket.into())
}

/// Waits for the kernel's messages and throws them away: they ring, the state itself is read afterwards. So nothing
/// is misread, and messages lost in a flood change nothing.
async fn something_told(told: &UnixDatagram) -> io::Result<()> {
    let mut unread = [0; 8192];
    told.readable().await?;
    loop {
        match told.try_recv(&mut unread) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
            Err(error) if error.raw_os_error() == Some(Errno::ENOBUFS as i32) => {}
            Err(error) => return Err(error),
        }
    }
}

/// An address may stay when its cable is pulled, so an interface counts only while it has one.
fn reachable() -> Reachable {
    let Ok(interfaces) = getifaddrs() else { return Reachable::new() };
    let up = InterfaceFlags::IFF_UP | InterfaceFlags::IFF_RUNNING;
    interfaces
        .filter(|interface| interface.flags.contains(up))
        .filter_map(|interface| {
            let address = interface.address?;
            let four = address.as_sockaddr_in().map(|four| IpAddr::V4(four.ip()));
            let six = || address.as_sockaddr_in6().map(|six| IpAddr::V6(six.ip()));
            Some((interface.interface_name, four.or_else(six)?))
        })
        .collect()
}

fn anything_new(before: &Reachable, now: &Reachable) -> bool {
    now.difference(before).next().is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::pin::pin;
    use std::task::{Context, Waker};

    fn having(interfaces: &[&str]) -> Reachable {
        interfaces.iter().map(|name| ((*name).to_owned(), IpAddr::from([10, 0, 0, 7]))).collect()
    }

    #[test]
    fn a_cable_plugged_in_is_news_and_one_pulled_out_is_not() {
        let (with, without) = (having(&["eth0", "lo"]), having(&["lo"]));
        assert!(anything_new(&without, &with), "the address is back with its cable");
        assert!(!anything_new(&with, &without));
        assert!(!anything_new(&with, &with), "a renewed lease is nothing new");
        assert!(anything_new(&with, &having(&["lo", "wlan0"])), "another way out, though the first is gone");
    }

    #[test]
    fn where_nobody_may_listen_nothing_is_claimed_and_nothing_fails() {
        let mut network = ThisNetwork { told: None, reachable: Reachable::new() };
        let mut never = pin!(network.came_up());
        assert!(never.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
}
