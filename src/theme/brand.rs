use crate::config::Site;
use crate::diag::{Code, Diagnostic, Report, Spanned};

use super::Colour;
use super::colour::Oklch;
use super::manifest::Brand;

/// What WCAG 2.2 AA asks of text.
const READABLE: f64 = 4.5;

/// A brand colour in both schemes, each readable on its background.
struct Tones {
    light: Colour,
    dark: Colour,
}

/// The style sheet with the brand's tokens. A colour that cannot be read on the light background is reported with the nearest
/// tone that can, which is used in its place; the tone of the dark scheme is always worked out.
pub(super) fn stylesheet(site: &Site, brand: &Brand, report: &mut Report) -> String {
    let accent = tones("accent", site.accent.as_ref(), &brand.accent, brand, report);
    let second = tones("second", site.second.as_ref(), &brand.second, brand, report);
    let hue = accent.light.to_oklch().hue;
    let on_accent = |tone: Colour| if tone.contrast(WHITE) >= tone.contrast(INK) { WHITE } else { INK };
    format!(
        "@layer tokens {{\n:root {{\n--accent: light-dark({}, {});\n--on-accent: light-dark({}, {});\n--second: light-dark({}, {});\n--hue: {hue:.0};\n}}\n}}\n",
        accent.light.to_hex(),
        accent.dark.to_hex(),
        on_accent(accent.light).to_hex(),
        on_accent(accent.dark).to_hex(),
        second.light.to_hex(),
        second.dark.to_hex(),
    )
}

/// The accent as it is used on a light background, for drawings that cannot follow the page's scheme.
pub(super) fn icon_colour(site: &Site, brand: &Brand) -> String {
    tones("accent", site.accent.as_ref(), &brand.accent, brand, &mut Report::default()).light.to_hex()
}

const WHITE: Colour = Colour::grey(1.0);
const INK: Colour = Colour::grey(0.06);

fn tones(key: &str, chosen: Option<&Spanned<String>>, fallback: &str, brand: &Brand, report: &mut Report) -> Tones {
    let light_ground = Colour::from_hex(&brand.light).unwrap_or(WHITE);
    let dark_ground = Colour::from_hex(&brand.dark).unwrap_or(INK);
    // What is not a colour at all was reported where `book.toml` was read.
    let colour = chosen.and_then(|chosen| Colour::from_hex(chosen)).or_else(|| Colour::from_hex(fallback)).unwrap_or(INK);
    let light = readable(colour, light_ground);
    if let Some(chosen) = chosen.filter(|_| light != colour) {
        let ratio = (colour.contrast(light_ground) * 10.0).floor() / 10.0;
        report.add(
            Diagnostic::new(
                Code::Contrast,
                chosen.span,
                format!("`{key}` has a contrast of {ratio:.1} to 1 on the light background, and text needs {READABLE}"),
            )
            .label("too light to be read")
            .help(format!("write `{}`, the nearest tone that can be read; the site uses it meanwhile", light.to_hex())),
        );
    }
    Tones { light, dark: readable(colour, dark_ground) }
}

/// The colour itself if it can be read on `ground`, else the nearest tone of it that can: darker on a light ground, lighter on a
/// dark one. Black and white are at the ends, so there is one on every ground that leaves room for either.
fn readable(colour: Colour, ground: Colour) -> Colour {
    if colour.contrast(ground) >= READABLE {
        return colour;
    }
    let start = colour.to_oklch();
    let darker = ground.to_oklch().lightness > 0.5;
    let room = if darker { start.lightness } else { 1.0 - start.lightness };
    (1..=STEPS)
        .map(|step| {
            let way = room * f64::from(step) / f64::from(STEPS);
            let lightness = if darker { start.lightness - way } else { start.lightness + way };
            let tone = Colour::from_oklch(Oklch { lightness, ..start });
            // What counts is the tone as it is written: eight bits a channel.
            Colour::from_hex(&tone.to_hex()).unwrap_or(tone)
        })
        .find(|tone| tone.contrast(ground) >= READABLE)
        .unwrap_or(if darker { INK } else { WHITE })
}

const STEPS: u32 = 400;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{SourceId, Span};

    fn brand() -> Brand {
        Brand { accent: "#0b5cad".into(), second: "#8a4a00".into(), light: "#f0eee9".into(), dark: "#252c38".into() }
    }

    fn site(accent: &str) -> Site {
        let span = Span::new(SourceId::of("book.toml"), 3..9);
        Site { accent: Some(Spanned::new(accent.to_owned(), span)), ..Site::default() }
    }

    #[test]
    fn a_readable_colour_is_kept_and_said_nothing_about() {
        let mut report = Report::default();
        let css = stylesheet(&site("#0b5cad"), &brand(), &mut report);
        assert!(css.contains("--accent: light-dark(#0b5cad, "), "{css}");
        assert!(report.is_empty());
    }

    #[test]
    fn a_pale_colour_is_reported_with_the_tone_that_is_used() {
        let mut report = Report::default();
        let css = stylesheet(&site("#ffd400"), &brand(), &mut report);
        let diagnostic = report.iter().next().expect("a problem");
        assert_eq!(diagnostic.code, Code::Contrast);
        let help = diagnostic.help.as_deref().expect("help");
        let tone = help.split('`').nth(1).expect("a colour");
        assert!(css.contains(tone), "{css} lacks {tone}");
    }

    #[test]
    fn every_hue_and_lightness_becomes_readable_in_both_schemes() {
        let ground = |hex: &str| Colour::from_hex(hex).expect("a colour");
        for hue in (0..360).step_by(15) {
            for step in 0..=20 {
                let colour = Colour::from_oklch(Oklch { lightness: f64::from(step) / 20.0, chroma: 0.2, hue: f64::from(hue) });
                for ground in [ground("#f0eee9"), ground("#252c38")] {
                    let tone = readable(colour, ground);
                    assert!(tone.contrast(ground) >= READABLE, "{} from {}", tone.to_hex(), colour.to_hex());
                }
            }
        }
    }

    /// A token of tokens.css in one scheme. Soft backgrounds are mixed as the browser does it.
    fn token(name: &str, dark: bool, hue: &str) -> Colour {
        let css = include_str!("../../themes/default/styles/tokens.css");
        let value = css.split_once(&format!("--{name}: ")).and_then(|(_, rest)| rest.split_once(';')).expect("a token").0;
        let both = value.trim_start_matches("light-dark(").replace("var(--hue)", hue);
        let one = both.split("oklch(").nth(if dark { 2 } else { 1 }).expect("a colour");
        let mut numbers = one.split(')').next().expect("numbers").split_whitespace();
        let mut next = || numbers.next().expect("a number").trim_end_matches('%').parse::<f64>().expect("a number");
        Colour::from_oklch(Oklch { lightness: next() / 100.0, chroma: next(), hue: next() })
    }

    fn mixed(colour: Colour, ground: Colour, share: f64) -> Colour {
        let (one, two) = (colour.to_oklch(), ground.to_oklch());
        let axes = |of: Oklch| [of.lightness, of.chroma * of.hue.to_radians().cos(), of.chroma * of.hue.to_radians().sin()];
        let [a, b] = [axes(one), axes(two)];
        let [lightness, x, y] = [0, 1, 2].map(|at| a[at] * share + b[at] * (1.0 - share));
        Colour::from_oklch(Oklch { lightness, chroma: x.hypot(y), hue: y.atan2(x).to_degrees() })
    }

    #[test]
    fn every_text_of_the_default_theme_is_readable_on_every_background() {
        let manifest: super::super::manifest::Manifest =
            toml::from_str(include_str!("../../themes/default/theme.toml")).expect("a manifest");
        let brand = manifest.brand.expect("colours");
        let mut pairs = 0;
        for accent in ["#0b5cad", "#c8102e", "#ffd400", "#00843d", "#5b2a86", "#000000", "#ffffff", "#ff69b4", "#00ffff"] {
            let mut report = Report::default();
            let accent = tones("accent", site(accent).accent.as_ref(), &brand.accent, &brand, &mut report);
            let second = tones("second", None, &brand.second, &brand, &mut report);
            let hue = format!("{:.0}", accent.light.to_oklch().hue);
            for dark in [false, true] {
                let token = |name: &str| token(name, dark, &hue);
                let tone = |tones: &Tones| if dark { tones.dark } else { tones.light };
                let (accent, second, caution, surface) = (tone(&accent), tone(&second), token("caution"), token("surface"));
                let soft = |colour: Colour| mixed(colour, surface, 0.09);
                let grounds = [token("paper"), surface, token("sunken"), soft(accent), soft(second), soft(caution)];
                for (name, text) in
                    [("ink", token("ink")), ("muted", token("muted")), ("accent", accent), ("second", second), ("caution", caution)]
                {
                    for ground in grounds {
                        let ratio = text.contrast(ground);
                        pairs += 1;
                        assert!(ratio >= READABLE, "{name} {} on {} has {ratio:.2} (dark: {dark})", text.to_hex(), ground.to_hex());
                    }
                }
                for ground in &grounds[..3] {
                    assert!(token("edge").contrast(*ground) >= 3.0, "edges on {} (dark: {dark})", ground.to_hex());
                }
                let on_accent = if accent.contrast(WHITE) >= accent.contrast(INK) { WHITE } else { INK };
                assert!(on_accent.contrast(accent) >= READABLE, "words on {}", accent.to_hex());
            }
        }
        assert_eq!(pairs, 9 * 2 * 5 * 6);
    }
}
