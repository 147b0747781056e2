//! Addresses as lists of bits (R1.39).

/// An address or a block: the bits that count.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    version: u8,
    bits: Vec<bool>,
}

impl Block {
    /// The bits that are fixed.
    pub(super) fn prefix(&self) -> usize {
        self.bits.len()
    }

    /// 4 or 6.
    pub(super) fn version(&self) -> u8 {
        self.version
    }

    /// Whether the address begins with the bits of the block, in the same family.
    pub(super) fn contains(&self, address: &Self) -> bool {
        self.version == address.version && address.bits.starts_with(&self.bits)
    }
}

/// R1.39: an address of a request: no prefix length.
pub(super) fn address(text: &str) -> Option<Block> {
    whole(text).map(unmapped)
}

/// R1.39: a block of a policy; without prefix length it is one address, and bits below the prefix do not count.
pub(super) fn block(text: &str) -> Option<Block> {
    let Some((address, prefix)) = text.split_once('/') else { return address(text) };
    if prefix.is_empty() || !prefix.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let prefix: usize = prefix.parse().ok()?;
    let mut block = whole(address)?;
    if prefix > block.bits.len() {
        return None;
    }
    block.bits.truncate(prefix);
    Some(unmapped(block))
}

/// R1.39: `::ffff:a.b.c.d`, or a block of /96 or longer of such addresses, counts as IPv4.
fn unmapped(block: Block) -> Block {
    let marker = block.bits.iter().take(96).enumerate().all(|(at, bit)| *bit == (at >= 80));
    if block.version == 6 && block.bits.len() >= 96 && marker {
        return Block { version: 4, bits: block.bits.into_iter().skip(96).collect() };
    }
    block
}

fn whole(text: &str) -> Option<Block> {
    if text.contains(':') {
        let bits: Vec<bool> = groups(text)?.into_iter().flat_map(|group| bits(group, 16)).collect();
        Some(Block { version: 6, bits })
    } else {
        let bits: Vec<bool> = octets(text)?.into_iter().flat_map(|octet| bits(octet, 8)).collect();
        Some(Block { version: 4, bits })
    }
}

fn bits(number: u32, width: u32) -> Vec<bool> {
    (0..width).rev().map(|bit| number >> bit & 1 == 1).collect()
}

/// Four decimal octets without leading zeros.
fn octets(text: &str) -> Option<Vec<u32>> {
    let octets: Option<Vec<u32>> = text.split('.').map(octet).collect();
    octets.filter(|octets| octets.len() == 4)
}

fn octet(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.len() <= 3 && text.bytes().all(|b| b.is_ascii_digit());
    let leading_zero = text.len() > 1 && text.starts_with('0');
    if plain && !leading_zero { text.parse().ok().filter(|octet| *octet <= 255) } else { None }
}

/// Eight groups of hexadecimal digits, one run of zeros left out as `::`, the last two perhaps written as IPv4.
fn groups(text: &str) -> Option<Vec<u32>> {
    let Some((before, after)) = text.split_once("::") else {
        return some_groups(text, true).filter(|groups| groups.len() == 8);
    };
    let before = if before.is_empty() { Vec::new() } else { some_groups(before, false)? };
    let after = if after.is_empty() { Vec::new() } else { some_groups(after, true)? };
    // `::` stands for at least one group.
    let missing = 8_usize.checked_sub(before.len() + after.len()).filter(|missing| *missing >= 1)?;
    Some(before.into_iter().chain(std::iter::repeat_n(0, missing)).chain(after).collect())
}

fn some_groups(text: &str, ends_the_address: bool) -> Option<Vec<u32>> {
    let count = text.split(':').count();
    let mut groups = Vec::new();
    for (at, group) in text.split(':').enumerate() {
        if group.contains('.') && ends_the_address && at + 1 == count {
            let octets = octets(group)?;
            groups.extend(octets.chunks(2).map(|pair| pair.iter().fold(0, |sum, octet| sum * 256 + octet)));
        } else {
            let good = (1..=4).contains(&group.len()) && group.bytes().all(|b| b.is_ascii_hexdigit());
            groups.push(if good { u32::from_str_radix(group, 16).ok()? } else { return None });
        }
    }
    Some(groups)
}
