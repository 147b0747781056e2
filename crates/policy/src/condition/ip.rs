//! `IpAddress` and `NotIpAddress`: an address in a block (R1.39).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The policy's blocks; one that cannot be read contains nothing (R1.41).
#[derive(Debug, Clone)]
pub(super) struct IpTest(Box<[Option<Block>]>);

impl IpTest {
    pub(super) fn new(values: &mut dyn Iterator<Item = &str>) -> Self {
        Self(values.map(Block::parse).collect())
    }

    pub(super) fn matches(&self, value: &str) -> bool {
        let Ok(address) = value.parse::<IpAddr>() else { return false };
        let address = address.to_canonical();
        self.0.iter().flatten().any(|block| block.contains(address))
    }
}

/// A CIDR block. Host bits are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    V4 { address: Ipv4Addr, prefix: u8 },
    V6 { address: Ipv6Addr, prefix: u8 },
}

impl Block {
    /// An address, or an address and the length of its prefix. A block of IPv4-mapped addresses is its IPv4 form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(length(prefix)?)),
            None => (text, None),
        };
        match address.parse().ok()? {
            IpAddr::V4(address) => {
                let prefix = prefix.unwrap_or(32);
                (prefix <= 32).then_some(Self::V4 { address, prefix })
            }
            IpAddr::V6(address) => {
                let prefix = prefix.unwrap_or(128);
                match (address.to_ipv4_mapped(), prefix) {
                    (Some(address), 96..=128) => Some(Self::V4 { address, prefix: prefix - 96 }),
                    (_, 0..=128) => Some(Self::V6 { address, prefix }),
                    _ => None,
                }
            }
        }
    }

    /// Blocks of one family do not contain addresses of the other.
    fn contains(self, address: IpAddr) -> bool {
        match (self, address) {
            (Self::V4 { address: own, prefix }, IpAddr::V4(other)) => {
                let mask = u32::MAX.checked_shl(32 - u32::from(prefix)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            (Self::V6 { address: own, prefix }, IpAddr::V6(other)) => {
                let mask = u128::MAX.checked_shl(128 - u32::from(prefix)).unwrap_or(0);
                own.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }
}

/// One to three digits.
fn length(text: &str) -> Option<u8> {
    (text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}
