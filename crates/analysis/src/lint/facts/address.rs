//! Blocks of IP addresses (R1.39).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address and how many of its leading bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint) struct Block {
    pub(in crate::lint) address: IpAddr,
    pub(in crate::lint) prefix: u32,
}

/// Blocks that no address of the internet is in.
const PRIVATE: [&str; 7] =
    ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7", "fe80::/10"];

impl Block {
    pub(in crate::lint) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address.parse().ok()?, Some(prefix)),
            None => (text.parse().ok()?, None),
        };
        let longest = if matches!(address, IpAddr::V4(_)) { 32 } else { 128 };
        let prefix: u32 = match prefix {
            None => longest,
            Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                digits.parse().ok().filter(|p| *p <= longest)?
            }
            Some(_) => return None,
        };
        // An IPv4 address in IPv6's clothes counts as what it is.
        if let IpAddr::V6(v6) = address
            && let (Some(v4), Some(prefix)) = (v6.to_ipv4_mapped(), prefix.checked_sub(96))
        {
            return Some(Self { address: v4.into(), prefix });
        }
        Some(Self { address, prefix })
    }

    /// The same block with the bits that do not count set to zero.
    pub(in crate::lint) fn without_host_bits(self) -> Self {
        let address = match self.address {
            IpAddr::V4(v4) => {
                IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0)))
            }
            IpAddr::V6(v6) => {
                IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0)))
            }
        };
        Self { address, ..self }
    }

    /// Whether every address of the other block is in this one.
    pub(in crate::lint) fn covers(self, other: Self) -> bool {
        let shortened = Self { prefix: self.prefix, ..other };
        self.prefix <= other.prefix
            && self.address.is_ipv4() == other.address.is_ipv4()
            && self.without_host_bits() == shortened.without_host_bits()
    }

    /// Whether no address of the block is one of the internet.
    pub(in crate::lint) fn is_private(self) -> bool {
        PRIVATE.iter().filter_map(|block| Self::parse(block)).any(|private| private.covers(self))
    }
}

impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_read_and_compared() {
        let block = |text| Block::parse(text).unwrap();
        for (text, plain) in [
            ("10.1.2.3/8", "10.0.0.0/8"),
            ("10.1.2.3", "10.1.2.3/32"),
            ("1.2.3.4/0", "0.0.0.0/0"),
            ("2001:db8::1/32", "2001:db8::/32"),
            ("::1", "::1/128"),
        ] {
            assert_eq!(block(text).without_host_bits().to_string(), plain);
        }
        for text in ["", "10.1.2", "10.1.2.3/33", "10.1.2.3/", "10.1.2.3/+8", "::/129", "10.01.2.3", "a"] {
            assert_eq!(Block::parse(text), None, "{text}");
        }
        assert!(block("10.0.0.0/8").covers(block("10.2.0.0/16")));
        assert!(!block("10.2.0.0/16").covers(block("10.0.0.0/8")));
        assert!(!block("0.0.0.0/0").covers(block("::/0")));
        assert!(!block("::/0").covers(block("::ffff:203.0.113.9")));
        assert!(block("203.0.113.0/24").covers(block("::ffff:203.0.113.9")));
        assert!(block("172.16.5.4").is_private() && block("fd00::1").is_private());
        assert!(!block("172.32.0.0/16").is_private() && !block("0.0.0.0/0").is_private());
    }
}
