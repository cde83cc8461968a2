use rustc_hash::FxHashMap;

use crate::diag::Fingerprint;
use crate::model::slug;

use super::{Plan, route};

/// Rises when cards are drawn otherwise: a browser and a network keep an old one for good.
const DRAWING: &str = "1";

/// The picture that a network shows beside a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// From the output's root.
    pub address: String,
    /// In large letters.
    pub title: String,
    /// Above it, in small ones; empty on the book's own.
    pub above: String,
    /// Below it: who publishes the book.
    pub below: String,
    /// The brand's colour, `#rrggbb`, if `book.toml` sets one.
    pub accent: Option<String>,
}

/// Every card, and what it stands for: `""` for the book, `guides/` for a section, `guides/pitch.html` for a page.
#[derive(Debug, Default)]
pub(super) struct Cards {
    pub(super) cards: Vec<Card>,
    pub(super) by_place: FxHashMap<String, usize>,
}

impl Cards {
    /// One for the book, one for each top-level section with a landing page, one for each page that wants its own. Without
    /// `base-url` none: a card is named by an absolute address.
    pub(super) fn new(plan: &Plan) -> Cards {
        let mut cards = Cards::default();
        if plan.book.config.site.base_url.is_none() {
            return cards;
        }
        let title = &plan.book.config.book.title.value;
        cards.add(plan, String::new(), "book".to_owned(), title, "");
        for section in &plan.nav.sections {
            if let Some(landing) = section.landing {
                let name = section.folder.trim_end_matches('/');
                cards.add(plan, section.folder.clone(), slug(name), &plan.entry_title(landing), title);
            }
        }
        let pages = plan.book.pages.iter().enumerate().filter(|(_, page)| page.card).map(|(at, _)| at);
        let banks = plan.book.banks.iter().enumerate().filter(|(_, bank)| bank.card).map(|(at, _)| plan.nav.bank(&plan.book, at));
        for at in pages.chain(banks) {
            let entry = &plan.nav.entries[at];
            let name = slug(entry.address.trim_end_matches(".html"));
            cards.add(plan, entry.address.clone(), name, &plan.entry_title(at), title);
        }
        cards
    }

    fn add(&mut self, plan: &Plan, place: String, name: String, title: &str, above: &str) {
        let site = &plan.book.config.site;
        let below = site.organisation.clone().unwrap_or_default();
        let accent = site.accent.as_ref().map(|accent| accent.value.clone());
        let parts = [DRAWING, title, above, &below, accent.as_deref().unwrap_or("")];
        let fingerprint = Fingerprint::of_all(parts.map(str::as_bytes)).short();
        self.by_place.insert(place, self.cards.len());
        let card =
            Card { address: route::card_image(&name, &fingerprint), title: title.to_owned(), above: above.to_owned(), below, accent };
        self.cards.push(card);
    }
}

impl Plan {
    /// The absolute address of the card of the page at `address`: its own, its section's, or the book's.
    pub(super) fn card_for(&self, address: &str) -> Option<String> {
        let section = address.find('/').map_or("", |at| &address[..=at]);
        let at = [address, section, ""].into_iter().find_map(|place| self.card_places.get(place))?;
        self.routes.absolute(&self.cards[*at].address)
    }
}
