//! QR codes as PNG pictures, for authenticator apps (R4.40).

use crate::api::error::ApiError;
use qrcodegen::{QrCode, QrCodeEcc};

/// Pixels of a module's side.
const SCALE: u32 = 5;
/// Modules of the white border that scanners need.
const BORDER: i32 = 4;

/// A picture of `text`, black on white.
///
/// # Errors
/// The text is too long for a QR code.
pub(super) fn png(text: &str) -> Result<Vec<u8>, ApiError> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).map_err(ApiError::internal)?;
    let modules = -BORDER..code.size() + BORDER;
    let side = u32::try_from(modules.len()).map_err(ApiError::internal)? * SCALE;
    let mut pixels = Vec::new();
    for y in modules.clone() {
        let mut row = Vec::new();
        for x in modules.clone() {
            let shade = if code.get_module(x, y) { 0 } else { u8::MAX };
            row.extend((0..SCALE).map(|_| shade));
        }
        (0..SCALE).for_each(|_| pixels.extend_from_slice(&row));
    }
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&pixels));
    written.map_err(ApiError::internal)?;
    Ok(picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R4.40: a square picture with a white border, whose upper left finder pattern begins after it.
    #[test]
    fn a_square_picture() {
        let picture = png("otpauth://totp/ana@111122223333?secret=AAAA").unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(picture)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        assert_eq!(info.width, info.height);
        let at = |x: usize, y: usize| pixels[y * info.width as usize + x];
        assert_eq!((at(0, 0), at(19, 19), at(20, 20)), (255, 255, 0));
    }

    /// What does not fit is an error, not a panic.
    #[test]
    fn too_long_a_text() {
        assert!(png(&"x".repeat(5_000)).is_err());
    }
}
