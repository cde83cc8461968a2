//! The only file that names resvg: draws the picture that a network shows beside a link.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::plan::{Card, Plan};
use crate::site::Artifact;

/// What networks ask for.
const WIDTH: u32 = 1200;
const HEIGHT: u32 = 630;
const MARGIN: f32 = 84.0;
/// Sizes of the title to try, and how many lines each may take.
const SIZES: &[(f32, usize)] = &[(88.0, 2), (76.0, 3), (64.0, 4), (52.0, 5)];
/// More of a title than fits at the smallest size.
const MOST_LETTERS: usize = 240;
const ACCENT: &str = "#0b5a8a";
/// What the letters call themselves.
const FAMILY: &str = "Inter SemiBold";

/// The letters, in the order in which they are looked through. Fonts of the system would make another picture on every machine.
const FONTS: &[&[u8]] = &[
    include_bytes!("fonts/inter-600-latin.ttf"),
    include_bytes!("fonts/inter-600-latin-ext.ttf"),
    include_bytes!("fonts/inter-600-greek.ttf"),
    include_bytes!("fonts/inter-600-cyrillic.ttf"),
    include_bytes!("fonts/inter-600-vietnamese.ttf"),
];

/// Draws cards. Can be shared by threads.
pub struct Artist {
    options: Options<'static>,
}

impl Default for Artist {
    fn default() -> Artist {
        Artist::new()
    }
}

impl Artist {
    /// Gets the letters ready.
    pub fn new() -> Artist {
        let mut letters = fontdb::Database::new();
        for font in FONTS {
            letters.load_font_data(font.to_vec());
        }
        Artist { options: Options { font_family: FAMILY.to_owned(), fontdb: Arc::new(letters), ..Options::default() } }
    }

    /// The picture of a card, as PNG; none if it cannot be drawn, which no text should bring about.
    pub fn draw(&self, card: &Card) -> Option<Artifact> {
        let tree = Tree::from_str(&self.svg(card), &self.options).ok()?;
        let mut pixels = Pixmap::new(WIDTH, HEIGHT)?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        Some(Artifact::new(card.address.clone(), pixels.encode_png().ok()?))
    }

    fn svg(&self, card: &Card) -> String {
        let accent = card.accent.as_deref().filter(|accent| is_colour(accent)).unwrap_or(ACCENT);
        let (size, lines) = self.set(&card.title);
        let height = size * 1.15;
        // The title hangs around the middle, whatever its number of lines.
        let first = HEIGHT as f32 / 2.0 - height * (lines.len() as f32 - 1.0) / 2.0 + size * 0.35;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#faf8f4\"/>\
             <rect width=\"24\" height=\"{HEIGHT}\" fill=\"{accent}\"/>"
        );
        svg.push_str(&self.line(&card.above, 34.0, MARGIN + 34.0, accent));
        for (number, line) in lines.iter().enumerate() {
            svg.push_str(&self.line(line, size, first + height * number as f32, "#1c2530"));
        }
        svg.push_str(&self.line(&card.below, 34.0, HEIGHT as f32 - MARGIN, "#4c5866"));
        svg.push_str("</svg>");
        svg
    }

    /// The largest size at which the title fits, and its lines; what does not even fit at the smallest is cut.
    fn set(&self, title: &str) -> (f32, Vec<String>) {
        let title: String = drawable(title).chars().take(MOST_LETTERS).collect();
        let words: Vec<(&str, f32)> = title.split_whitespace().map(|word| (word, self.width(word))).collect();
        let room = WIDTH as f32 - 2.0 * MARGIN;
        let mut smallest = (SIZES[0].0, Vec::new());
        for (size, most) in SIZES {
            let mut lines = wrap(&words, room / size);
            if lines.len() <= *most && words.iter().all(|(_, width)| width * size <= room) {
                return (*size, lines);
            }
            if lines.len() > *most {
                lines.truncate(*most);
                if let Some(last) = lines.last_mut() {
                    last.push('…');
                }
            }
            smallest = (*size, lines);
        }
        smallest
    }

    /// How wide a word is at size 1.
    fn width(&self, word: &str) -> f32 {
        const AT: f32 = 100.0;
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{}</svg>", self.line(word, AT, AT, "#000"));
        let width = Tree::from_str(&svg, &self.options).ok().map(|tree| tree.root().abs_bounding_box().width());
        width.unwrap_or(0.0) / AT
    }

    fn line(&self, text: &str, size: f32, y: f32, colour: &str) -> String {
        let text = Plan::escape(&drawable(text));
        format!(
            "<text x=\"{MARGIN}\" y=\"{y}\" font-family=\"{FAMILY}\" font-weight=\"600\" font-size=\"{size}\" fill=\"{colour}\">{text}</text>"
        )
    }
}

/// The words in lines no wider than `room`, at size 1.
fn wrap(words: &[(&str, f32)], room: f32) -> Vec<String> {
    const SPACE: f32 = 0.28;
    let mut lines: Vec<(String, f32)> = Vec::new();
    for (word, width) in words {
        match lines.last_mut().filter(|(_, taken)| taken + SPACE + width <= room) {
            Some((line, taken)) => {
                line.push(' ');
                line.push_str(word);
                *taken += SPACE + width;
            }
            None => lines.push(((*word).to_owned(), *width)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

/// The text, if the letters for it are here: Latin, Greek, Cyrillic. Nothing is better than a row of empty boxes.
fn drawable(text: &str) -> String {
    let known = |c: char| {
        matches!(c, ' '..='~' | '\u{a0}'..='\u{17f}' | '\u{18f}' | '\u{192}' | '\u{1a0}'..='\u{1b0}' | '\u{1cd}'..='\u{233}'
            | '\u{384}'..='\u{3ce}' | '\u{401}'..='\u{45f}' | '\u{490}' | '\u{491}' | '\u{1e80}'..='\u{1ef9}'
            | '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201e}' | '\u{2022}' | '\u{2026}' | '\u{20ac}')
    };
    if text.chars().all(known) { text.to_owned() } else { String::new() }
}

fn is_colour(text: &str) -> bool {
    text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        let (above, below) = ("The book".to_owned(), "Northfield".to_owned());
        Card { address: "assets/cards/a.png".into(), title: title.into(), above, below, accent: None }
    }

    #[test]
    fn letters_of_every_script_that_is_here_are_drawn() {
        let artist = Artist::new();
        for word in ["Talk", "Gespräch", "Łódź", "Ερώτηση", "Вопрос", "câu hỏi"] {
            assert!(artist.width(word) > 1.0, "{word}");
        }
    }

    #[test]
    fn a_title_is_drawn_and_the_same_one_is_the_same_picture() {
        let artist = Artist::new();
        let draw = |title: &str| artist.draw(&card(title)).expect("a picture").bytes;
        assert_eq!(draw("Who to ask"), draw("Who to ask"));
        assert_ne!(draw("Who to ask"), draw("Whom to ask"));
        assert_ne!(draw("Who to ask"), draw(""));
    }

    #[test]
    fn a_long_title_gets_smaller_and_is_cut_at_last() {
        let artist = Artist::new();
        assert_eq!(artist.set("Short").0, SIZES[0].0);
        let (size, lines) = artist.set(&"learning about work ".repeat(40));
        assert_eq!((size, lines.len()), (52.0, 5));
        assert!(lines[4].ends_with('…'));
    }

    #[test]
    fn hostile_text_is_text() {
        let artist = Artist::new();
        for title in ["</text><script>&lt; &\u{0}]]>", "問い", &"w".repeat(5000)] {
            assert!(artist.draw(&card(title)).is_some(), "{title}");
        }
        assert_eq!(drawable("問い"), "");
    }
}
