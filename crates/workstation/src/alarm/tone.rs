//! 提示音: made here, so that no recording has to be shipped or trusted.

use std::f32::consts::TAU;

use domain::pack::Tone;

/// Samples a second.
const RATE: u32 = 44_100;
/// Loudest sample, well below full scale.
const LOUDEST: f32 = 0.6;
/// Seconds over which a beep grows and fades, so that it does not click.
const FADE: f32 = 0.012;

/// One beep: frequency in hertz, and seconds of sound and of silence after it.
struct Beep(f32, f32, f32);

const fn beeps(tone: Tone) -> &'static [Beep] {
    match tone {
        Tone::Near => &[Beep(660.0, 0.18, 0.12), Beep(660.0, 0.18, 0.52)],
        Tone::Due => {
            &[Beep(660.0, 0.16, 0.06), Beep(880.0, 0.16, 0.06), Beep(1175.0, 0.3, 0.1), Beep(1175.0, 0.3, 0.3)]
        }
    }
}

/// The tone as 16-bit mono samples at 44.1 kHz.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "audio")]
pub fn samples(tone: Tone) -> Vec<i16> {
    let mut samples = Vec::new();
    for Beep(hertz, sound, silence) in beeps(tone) {
        let length = (sound * RATE as f32) as usize;
        samples.extend((0..length).map(|place| {
            let at = place as f32 / RATE as f32;
            let fade = (at / FADE).min((sound - at) / FADE).clamp(0.0, 1.0);
            ((TAU * hertz * at).sin() * fade * LOUDEST * f32::from(i16::MAX)) as i16
        }));
        samples.extend(std::iter::repeat_n(0, (silence * RATE as f32) as usize));
    }
    samples
}

/// The tone as a WAV file.
pub(super) fn wav(tone: Tone) -> Vec<u8> {
    let data: Vec<u8> = samples(tone).into_iter().flat_map(i16::to_le_bytes).collect();
    let length = u32::try_from(data.len()).unwrap_or(0);
    let mut wav = Vec::with_capacity(44 + data.len());
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + length).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    wav.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    wav.extend_from_slice(&[1, 0, 1, 0]);
    wav.extend_from_slice(&RATE.to_le_bytes());
    wav.extend_from_slice(&(RATE * 2).to_le_bytes());
    // Two bytes a frame, sixteen bits a sample.
    wav.extend_from_slice(&[2, 0, 16, 0]);
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&length.to_le_bytes());
    wav.extend_from_slice(&data);
    wav
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tones_are_whole_wav_files_of_about_a_second_that_do_not_click_or_clip() {
        for tone in [Tone::Near, Tone::Due] {
            let (wav, samples) = (wav(tone), samples(tone));
            assert_eq!(wav.len(), 44 + samples.len() * 2, "header and data");
            assert!((0.8..1.8).contains(&(samples.len() as f32 / RATE as f32)), "{}", samples.len());
            let peak = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
            assert!((15_000..25_000).contains(&peak), "loud enough to hear, not distorted: {peak}");
            let steps = samples.windows(2).map(|pair| (i32::from(pair[1]) - i32::from(pair[0])).abs());
            assert!(steps.max().unwrap() < 5_000, "no click");
        }
        assert_ne!(samples(Tone::Near), samples(Tone::Due), "one can tell them apart");
    }
}
