use crate::model::{Bank, Question};

use super::frame::Title;
use super::leaf::Leaf;
use super::view::{AskView, CardView, LinkView, QuestionView, View};
use super::{Plan, near, route};

/// How long a description may be, in characters, before it is cut.
const DESCRIPTION: usize = 160;

impl Plan {
    /// The page of a question.
    pub(super) fn question_page(&self, leaf: &mut Leaf<'_>, number: u32) -> View {
        let (question, bank) = self.catalogue.question(&self.book, number);
        let headline = self.headline(&question.ask);
        let language = bank.language.as_ref().map(|tag| tag.value.as_str());
        let title = Title { kind: "question", summary: self.question_summary(question, bank, &headline), title: headline, language };
        let entry = self.bank_entry(number);
        let mut view = self.frame(leaf, title, None);
        let mut own = self.question_view(leaf, number, 1);
        for id in &question.sources {
            if self.is_citation(id) {
                leaf.cite(id);
            }
        }
        own.near = near::near(&self.book, &self.catalogue, number).into_iter().map(|near| self.question_link(leaf, near)).collect();
        view.crumbs.extend(self.nav.above(entry).into_iter().filter_map(|at| {
            let above = &self.nav.entries[at];
            (above.address != route::HOME).then(|| self.entry_link(leaf, at))
        }));
        view.crumbs.push(self.entry_link(leaf, entry));
        view.header = self.header(leaf, &self.nav.entries[entry].address);
        view.json_ld = super::json_ld::of_question(self, &view, question);
        view.edit_url = self.edit_url(&bank.path);
        view.draft = question.status == crate::model::Status::Draft;
        self.add_review(&mut view, &question.review);
        let index = self.catalogue.index_in_bank(number);
        view.previous = (index > 0).then(|| self.question_link(leaf, number - 1));
        view.next = (index + 1 < bank.questions.len()).then(|| self.question_link(leaf, number + 1));
        view.question = Some(own);
        view
    }

    fn bank_entry(&self, number: u32) -> usize {
        let bank = self.catalogue.bank_of(number);
        self.nav.bank(&self.book, bank)
    }

    /// A description that no other page has: the question's words are in it, because what two answers tell may be the same.
    fn question_summary(&self, question: &Question, bank: &Bank, headline: &str) -> String {
        let told = question.reveals.as_ref().or(question.why_not.as_ref()).or(question.answer.as_ref());
        match told.map(|told| self.plain(told)).filter(|told| !told.is_empty()) {
            Some(told) => shortened(&format!("{headline} {told}")),
            None => shortened(&format!("{headline} ({})", self.fill(&bank.title))),
        }
    }

    /// A question in words alone.
    pub(super) fn ask_view(&self, leaf: &mut Leaf<'_>, number: u32) -> AskView {
        let question = self.catalogue.question(&self.book, number).0;
        let better = question.better.as_ref().and_then(|id| self.catalogue.number_of(id));
        AskView {
            url: leaf.url(&route::question_page(&question.id)),
            ask_html: leaf.inline(&question.ask),
            follow_ups: leaf.inlines(&question.follow_ups),
            risk: question.risk.name(),
            better: better.map(|better| self.question_link(leaf, better)),
        }
    }

    /// A question as a card; what only its own page shows is left empty. Its heading has this level, and its texts stand under
    /// headings one level below; 0 where there is none.
    pub(super) fn question_view(&self, leaf: &mut Leaf<'_>, number: u32, level: u8) -> QuestionView {
        leaf.below = (level > 0).then_some(level + 1);
        let view = self.question_texts(leaf, number);
        leaf.below = None;
        view
    }

    fn question_texts(&self, leaf: &mut Leaf<'_>, number: u32) -> QuestionView {
        let (question, bank) = self.catalogue.question(&self.book, number);
        let better = question.better.as_ref().and_then(|id| self.catalogue.number_of(id));
        QuestionView {
            id: question.id.value.clone(),
            url: leaf.url(&route::question_page(&question.id)),
            ask_html: leaf.inline(&question.ask),
            ask: self.plain(&question.ask),
            reveals_html: leaf.html_of(question.reveals.as_ref()),
            listen_for: leaf.inlines(&question.listen_for),
            follow_ups: leaf.inlines(&question.follow_ups),
            weak_version: question.weak_version.as_ref().map(|text| self.fill(text)),
            answer_html: leaf.html_of(question.answer.as_ref()),
            examples: leaf.inlines(&question.examples),
            risk: question.risk.name(),
            lookup: question.lookup.name(),
            format: question.format.name(),
            minutes: question.minutes,
            facets: self.facet_labels(leaf, &question.tags),
            facet_data: self.facet_data(question),
            better: better.map(|better| self.question_link(leaf, better)),
            better_than: self.catalogue.better_than(number).iter().map(|worse| self.question_link(leaf, *worse)).collect(),
            why_not_html: leaf.html_of(question.why_not.as_ref()),
            look_up_at: leaf.inlines(&question.look_up_at),
            keywords: question.keywords.iter().map(|word| word.value.clone()).collect(),
            bank: leaf.link(self.fill(&bank.title), self.routes.page(&bank.path).unwrap_or_default()),
            near: Vec::new(),
            citations: Vec::new(),
            status: question.status.name(),
        }
    }

    pub(super) fn question_views(&self, leaf: &mut Leaf<'_>, numbers: &[u32]) -> Vec<QuestionView> {
        numbers.iter().map(|number| self.question_view(leaf, *number, 0)).collect()
    }

    pub(super) fn question_link(&self, leaf: &Leaf<'_>, number: u32) -> LinkView {
        let question = self.catalogue.question(&self.book, number).0;
        leaf.link(self.headline(&question.ask), &route::question_page(&question.id))
    }

    pub(super) fn question_card(&self, leaf: &Leaf<'_>, number: u32) -> CardView {
        let link = self.question_link(leaf, number);
        let risk = self.catalogue.question(&self.book, number).0.risk.name();
        CardView { kind: "question", title: link.title, url: link.url, risk, ..CardView::default() }
    }

    fn facet_data(&self, question: &Question) -> String {
        let mut data = String::new();
        for tag in question.tags.iter() {
            let facet = &self.book.config.facets[usize::from(tag.facet)];
            if let Some(value) = facet.values.get(usize::from(tag.value)) {
                let space = if data.is_empty() { "" } else { " " };
                data.extend([space, &facet.id, "=", &value.id]);
            }
        }
        data
    }
}

/// `text` cut after a whole word, if it is too long for a description.
pub(super) fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION) else { return text.to_owned() };
    let cut = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..cut].trim_end_matches(|c: char| c.is_whitespace() || ",;:–".contains(c)))
}
