//! Reading QR codes off a picture of the screen, by a decoder that has nothing to do with what drew them.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use png::{ColorType, Decoder};

/// What every code in a picture (PNG) says.
pub fn in_picture(picture: &Path) -> Vec<String> {
    let (width, height, grey) = greys(picture);
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
    let grids = seen.detect_grids();
    grids.iter().map(|grid| grid.decode().expect("a code that was found can be read").1).collect()
}

/// Width, height, and each pixel's brightness.
fn greys(picture: &Path) -> (usize, usize, Vec<u8>) {
    let file = File::open(picture).unwrap_or_else(|error| panic!("{}: {error}", picture.display()));
    let mut reader = Decoder::new(BufReader::new(file)).read_info().expect("a PNG");
    let mut bytes = vec![0; reader.output_buffer_size().expect("a picture of the screen fits")];
    let frame = reader.next_frame(&mut bytes).expect("a whole PNG");
    let channels = match frame.color_type {
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
        other => panic!("a picture of the screen is in colours, not {other:?}"),
    };
    let brightness = |pixel: &[u8]| {
        let sum: u32 = pixel.iter().take(3).map(|&channel| u32::from(channel)).sum();
        u8::try_from(sum / 3).expect("a third of three bytes")
    };
    let size = |length: u32| usize::try_from(length).expect("a screen's side");
    (
        size(frame.width),
        size(frame.height),
        bytes[..frame.buffer_size()].chunks_exact(channels).map(brightness).collect(),
    )
}
