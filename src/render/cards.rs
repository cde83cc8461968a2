use std::fmt;
use std::sync::{Arc, OnceLock};

use crate::diag::{Diagnostic, Fingerprint};
use crate::plan::{CardPlace, Plan};

use super::Renderer;

/// The cards of a plan's questions. Each is drawn when the first page lists it, and once for all of them: in a large book a
/// question stands on half a dozen lists.
pub struct Cards {
    plan: Plan,
    in_lists: Vec<Slot>,
    in_texts: Vec<Slot>,
}

#[derive(Default)]
struct Slot {
    html: OnceLock<Result<Arc<[u8]>, Box<Diagnostic>>>,
    fingerprint: OnceLock<Fingerprint>,
}

impl fmt::Debug for Cards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cards").field("questions", &self.in_lists.len()).finish_non_exhaustive()
    }
}

impl Cards {
    /// None of them drawn yet.
    pub fn new(plan: &Plan) -> Cards {
        let slots = || (0..plan.questions()).map(|_| Slot::default()).collect();
        Cards { plan: plan.clone(), in_lists: slots(), in_texts: slots() }
    }

    /// A fingerprint of all that a card shows.
    pub fn fingerprint(&self, place: CardPlace) -> Fingerprint {
        *self.slot(place).fingerprint.get_or_init(|| self.plan.card_sheet(place).fingerprint())
    }

    /// A card, with `ROOT_MARK`s in its addresses. Fails if the theme cannot draw it.
    pub(super) fn html(&self, place: CardPlace, renderer: &Renderer) -> Result<Arc<[u8]>, Box<Diagnostic>> {
        self.slot(place).html.get_or_init(|| renderer.card(&self.plan.card_sheet(place)).map(Arc::from)).clone()
    }

    fn slot(&self, place: CardPlace) -> &Slot {
        match place {
            CardPlace::List(question) => &self.in_lists[question as usize],
            CardPlace::Text(question) => &self.in_texts[question as usize],
        }
    }
}
