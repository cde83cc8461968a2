/// A colour of the sRGB screen, as three numbers from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    red: f64,
    green: f64,
    blue: f64,
}

/// A colour by lightness, chroma and hue: steps of lightness look even, so a tone can be made lighter without turning into another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Oklch {
    /// From 0 to 1.
    pub(super) lightness: f64,
    /// From 0 (grey) to about 0.37.
    pub(super) chroma: f64,
    /// In degrees.
    pub(super) hue: f64,
}

impl Colour {
    /// The colour written as `#rrggbb` or `#rgb`; none if it is written otherwise.
    pub fn from_hex(text: &str) -> Option<Colour> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let wide = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 => digits.to_owned(),
            _ => return None,
        };
        let part = |at: usize| u8::from_str_radix(&wide[at..at + 2], 16).ok().map(|byte| f64::from(byte) / 255.0);
        Some(Colour { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// A grey, from 0 (black) to 1 (white).
    pub(super) const fn grey(level: f64) -> Colour {
        Colour { red: level, green: level, blue: level }
    }

    /// As `#rrggbb`.
    pub fn to_hex(self) -> String {
        let [red, green, blue] = [self.red, self.green, self.blue].map(|part| (part.clamp(0.0, 1.0) * 255.0).round() as u8);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// The contrast ratio of WCAG 2 between two colours: from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    fn luminance(self) -> f64 {
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// The colour with this lightness, chroma and hue; chroma is taken away until the screen can show it.
    pub(super) fn from_oklch(wanted: Oklch) -> Colour {
        let mut chroma = wanted.chroma;
        loop {
            let colour = unclamped(Oklch { chroma, ..wanted });
            let fits = [colour.red, colour.green, colour.blue].iter().all(|part| (-0.0005..=1.0005).contains(part));
            if fits || chroma <= 0.0 {
                let [red, green, blue] = [colour.red, colour.green, colour.blue].map(|part| part.clamp(0.0, 1.0));
                return Colour { red, green, blue };
            }
            chroma -= 0.002;
        }
    }

    /// Its lightness, chroma and hue.
    pub(super) fn to_oklch(self) -> Oklch {
        let (red, green, blue) = (linear(self.red), linear(self.green), linear(self.blue));
        let l = (0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue).cbrt();
        let m = (0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue).cbrt();
        let s = (0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s;
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees().rem_euclid(360.0) }
    }
}

fn unclamped(colour: Oklch) -> Colour {
    let (sin, cos) = colour.hue.to_radians().sin_cos();
    let (a, b) = (colour.chroma * cos, colour.chroma * sin);
    let l = (colour.lightness + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (colour.lightness - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (colour.lightness - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    Colour {
        red: screen(4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s),
        green: screen(-1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s),
        blue: screen(-0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s),
    }
}

fn linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

fn screen(part: f64) -> f64 {
    if part <= 0.003_130_8 { part * 12.92 } else { 1.055 * part.powf(1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(text: &str) -> Colour {
        Colour::from_hex(text).expect("a colour")
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((hex("#000").contrast(hex("#ffffff")) - 21.0).abs() < 1e-9);
        assert!((hex("#767676").contrast(hex("#fff")) - 4.54).abs() < 0.01);
        assert!((hex("#fff").contrast(hex("#767676")) - 4.54).abs() < 0.01);
    }

    #[test]
    fn what_goes_to_oklch_comes_back() {
        for text in ["#0b5cad", "#ff0000", "#00ff00", "#0000ff", "#ffd400", "#123456", "#000000", "#ffffff", "#7f7f7f"] {
            assert_eq!(Colour::from_oklch(hex(text).to_oklch()).to_hex(), text);
        }
    }

    #[test]
    fn only_hexadecimal_colours_are_read() {
        for text in ["", "#", "#12345", "#1234567", "red", "#ggg", "123456", "#ééé", "#+1+1+1"] {
            assert!(Colour::from_hex(text).is_none(), "{text}");
        }
    }
}
