//! 登录码: hashed with argon2id, never kept in the clear, never in an entry. Five wrong ones, then a wait that grows.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use chrono::TimeDelta;

use crate::door::DoorError;

/// Digits of a PIN, fewest and most.
const FEWEST: usize = 4;
const MOST: usize = 8;
/// Wrong ones in a row before a wait.
const TRIES: u32 = 5;
/// Longest wait between tries.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(15);

/// Whether a chosen PIN can be used.
pub(crate) fn usable(pin: &str) -> Result<(), DoorError> {
    let digits = pin.chars().all(|digit| digit.is_ascii_digit());
    if !digits || !(FEWEST..=MOST).contains(&pin.len()) {
        return Err(DoorError::field("pin", format!("登录码用{FEWEST}到{MOST}位数字。")));
    }
    if is_a_run(pin) {
        return Err(DoorError::field("pin", "登录码太好猜（同一个数字或顺着数），请换一个。"));
    }
    Ok(())
}

/// 0000, 1234, 4321
fn is_a_run(pin: &str) -> bool {
    let steps: Vec<i16> = pin.as_bytes().windows(2).map(|pair| i16::from(pair[1]) - i16::from(pair[0])).collect();
    matches!(steps.first(), Some(-1..=1)) && steps.iter().all(|step| Some(step) == steps.first())
}

/// The hash to keep, with 16 random bytes of salt.
pub(crate) fn hash(pin: &str, salt: &[u8; 16]) -> Result<String, DoorError> {
    let hashed: PasswordHash = Argon2::default()
        .hash_password_with_salt(pin.as_bytes(), salt)
        .map_err(|_| DoorError::storage("登录码未能保存，请再试一次。"))?;
    Ok(hashed.to_string())
}

/// Whether this is the PIN. A hash that cannot be read is nobody's PIN.
pub(crate) fn holds(hash: &str, pin: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(pin.as_bytes(), &hash).is_ok())
}

/// How long to wait after that many wrong ones in a row; none while tries are left.
pub(crate) fn wait_after(failures: u32) -> Option<TimeDelta> {
    let beyond = failures.checked_sub(TRIES)?;
    Some(TimeDelta::minutes(1 << beyond.min(4)).min(LONGEST_WAIT))
}

/// Tries left before the first wait.
pub(crate) const fn tries_left(failures: u32) -> u32 {
    TRIES.saturating_sub(failures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_kept_as_argon2id_and_holds_for_itself_alone() {
        let kept = hash("2580", &[7; 16]).unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(holds(&kept, "2580") && !holds(&kept, "2581") && !holds(&kept, ""));
        assert_ne!(kept, hash("2580", &[8; 16]).unwrap(), "two people with one PIN are not seen to have it");
        assert!(!kept.contains("2580"));
        for damaged in ["", "$argon2id$", "2580", &kept[..40]] {
            assert!(!holds(damaged, "2580"), "a damaged hash opens nothing: {damaged}");
        }
    }

    #[test]
    fn what_anybody_would_guess_first_is_not_taken() {
        for pin in ["", "123", "1234", "4321", "0000", "88888888", "123456789", "12a4", "１２５８"] {
            assert!(usable(pin).is_err(), "{pin}");
        }
        for pin in ["2580", "1357", "100200", "9081726"] {
            assert!(usable(pin).is_ok(), "{pin}");
        }
    }

    #[test]
    fn five_tries_are_free_and_then_each_waits_longer_up_to_a_quarter_of_an_hour() {
        assert!((0..5).all(|failures| wait_after(failures).is_none()));
        let waits: Vec<i64> = (5..12).filter_map(wait_after).map(|wait| wait.num_minutes()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 15, 15, 15]);
    }
}
