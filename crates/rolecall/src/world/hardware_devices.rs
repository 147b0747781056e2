//! Hardware MFA devices of a world file (R4.72). AWS knows the seeds of the devices that it sells; here the operator declares
//! them.

use super::file::WorldHardwareDevice;
use super::hand::{Hand, Place, Stop};
use super::make::Maker;
use crate::directory::entities::MfaDevice;
use crate::directory::snapshot::Snapshot;
use crate::secrets::Secret;
use data_encoding::BASE32_NOPAD;
use rolecall_policy::AccountId;
use toml::Spanned;
use zeroize::Zeroizing;

/// Characters of a serial number: `serialNumberType` of the service model.
const SERIAL: std::ops::RangeInclusive<usize> = 9..=256;

/// Bytes of a seed: 128 bits at least (RFC 4226, section 4), and no more than a block of SHA-1, beyond which a seed is hashed.
const SEED: std::ops::RangeInclusive<usize> = 16..=64;

/// The serial number of a device, which must not be taken for the ARN or the place of a virtual one.
fn check_serial(serial: &str) -> Result<(), &'static str> {
    let fits = |c: char| c.is_ascii_alphanumeric() || "_+=:,.@-".contains(c);
    if !SERIAL.contains(&serial.len()) || !serial.chars().all(fits) || serial.starts_with("arn:") {
        return Err("`serial` must have 9 to 256 characters: letters, digits and _+=:,.@-, and be no ARN");
    }
    Ok(())
}

/// The seed as it is stored: Base32 in upper case, without padding.
fn seed(text: &Secret) -> Result<Secret, &'static str> {
    let text = Zeroizing::new(text.expose().trim_end_matches('=').to_ascii_uppercase());
    let bytes = BASE32_NOPAD.decode(text.as_bytes()).map(Zeroizing::new);
    match bytes {
        Ok(bytes) if SEED.contains(&bytes.len()) => Ok(Secret::new(String::clone(&text))),
        Ok(_) => Err("`seed` must have 16 to 64 bytes"),
        Err(_) => Err("`seed` must be Base32"),
    }
}

impl Maker<'_, '_> {
    pub(super) async fn hardware_device(
        &self,
        it: &Spanned<WorldHardwareDevice>,
        device: &WorldHardwareDevice,
    ) -> Result<(), Stop> {
        let WorldHardwareDevice { serial, seed: given } = device;
        let place = self.place(it, format!("the hardware MFA device `{serial}`"));
        check_serial(serial).map_err(|problem| place.refused(problem))?;
        let seed = seed(&given.get_ref().0).map_err(|problem| place.refused(problem))?;
        let (account, node) = (self.account, self.hand.node);
        let there = |snapshot: &Snapshot| snapshot.find::<MfaDevice>(account, serial).cloned();
        if let Some(there) = there(&self.hand.snapshot()) {
            if !there.hardware || there.name != *serial {
                return Err(place.refused("another MFA device has this name"));
            }
            let known = node.open_sealed(there.entity(), &there.sealed_seed);
            if known.is_ok_and(|known| known.expose() == seed.expose()) {
                return Ok(());
            }
        }
        // With another seed it is another device: whoever had the old one enables it again.
        let made = || -> Result<MfaDevice, crate::api::error::ApiError> {
            Ok(MfaDevice {
                account,
                name: serial.clone(),
                path: String::new(),
                place: Some(serial.clone()),
                sealed_seed: node.seal::<MfaDevice>(account, serial, &seed)?,
                assigned: None,
                last_step: 0,
                drift: 0,
                tags: Vec::new(),
                hardware: true,
            })
        };
        let operation = ("iam", "PutHardwareMFADevice");
        self.hand
            .change(account, &place, operation, |snapshot, edit| match there(snapshot) {
                Some(before) => edit.update(&before, &made()?),
                None => edit.create(&made()?),
            })
            .await
    }
}

/// Takes a device away, whoever uses it.
pub(super) async fn remove(hand: &Hand<'_>, account: AccountId, place: &Place, serial: &str) -> Result<(), Stop> {
    let of_hand = |snapshot: &Snapshot| snapshot.find::<MfaDevice>(account, serial).filter(|it| it.hardware).cloned();
    if of_hand(&hand.snapshot()).is_none() {
        return Ok(());
    }
    let operation = ("iam", "DeleteHardwareMFADevice");
    hand.change(account, place, operation, |snapshot, edit| {
        if let Some(there) = of_hand(snapshot) {
            edit.delete(&there);
        }
        Ok(())
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R4.72: serial numbers that no virtual device can have.
    #[test]
    fn serial_numbers() {
        for good in ["GAHT12345678", "123456789", &"A".repeat(256)] {
            assert!(check_serial(good).is_ok(), "{good}");
        }
        for bad in ["12345678", &"A".repeat(257), "/dev/token", "arn:aws:iam::1:mfa", "GAHT 12345", "GAHT1234é"] {
            assert!(check_serial(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn seeds() {
        let read = |text: &str| seed(&Secret::new(text.to_owned())).map(|seed| seed.expose().to_owned());
        let encoded = |bytes: usize| BASE32_NOPAD.encode(&vec![7; bytes]);
        for bytes in [16, 20, 64] {
            assert_eq!(read(&encoded(bytes)).unwrap(), encoded(bytes));
        }
        assert_eq!(read(&format!("{}==", encoded(16).to_lowercase())).unwrap(), encoded(16));
        assert_eq!(read(&encoded(15)).unwrap_err(), "`seed` must have 16 to 64 bytes");
        assert_eq!(read(&encoded(65)).unwrap_err(), "`seed` must have 16 to 64 bytes");
        assert_eq!(read("01").unwrap_err(), "`seed` must be Base32");
    }
}
