use crate::model::{Claim, Source};

use super::Plan;
use super::catalogue::Citing;
use super::frame::{Title, iso};
use super::leaf::Leaf;
use super::view::{CardView, ClaimView, LinkView, SourceView, TermView, View};

impl Plan {
    pub(super) fn glossary_view(&self, leaf: &mut Leaf<'_>) -> View {
        let mut view = self.frame(leaf, self.made("glossary"), None);
        let mut terms: Vec<&crate::model::Term> = self.book.glossary.iter().collect();
        terms.sort_by_cached_key(|term| (term.term.to_lowercase(), term.id.value.clone()));
        for term in terms {
            view.terms.push(TermView {
                id: term.id.value.clone(),
                term: term.term.clone(),
                meaning_html: leaf.inline(&term.meaning),
                also: term.also.clone(),
            });
        }
        view
    }

    pub(super) fn sources_view(&self, leaf: &mut Leaf<'_>) -> View {
        let mut view = self.frame(leaf, self.made("sources"), None);
        view.sources = self.book.sources.iter().map(|source| self.source_view(leaf, source)).collect();
        view.claims = self.book.claims.iter().map(|claim| self.claim_view(leaf, claim)).collect();
        view
    }

    fn source_view(&self, leaf: &mut Leaf<'_>, source: &Source) -> SourceView {
        SourceView {
            id: source.id.value.clone(),
            title: source.title.clone(),
            author: source.author.clone(),
            year: source.year.clone(),
            url: source.url.as_ref().map(|url| url.value.clone()),
            checked_on: source.checked_on.map(iso),
            note_html: leaf.inline_of(source.note.as_ref()),
            cited_by: self.cited_by(leaf, &source.id),
        }
    }

    fn claim_view(&self, leaf: &mut Leaf<'_>, claim: &Claim) -> ClaimView {
        let work = |id: &crate::diag::Spanned<String>| {
            let work = &self.book.sources[self.catalogue.work(id)?];
            Some(LinkView { title: work.title.clone(), url: format!("#{}", super::url::encode_fragment(id)) })
        };
        ClaimView {
            id: claim.id.value.clone(),
            text_html: leaf.inline(&claim.text),
            wording_html: leaf.inline_of(claim.wording.as_ref()),
            confidence: claim.confidence.map(|degree| degree.name()),
            sources: claim.sources.iter().filter_map(work).collect(),
            checked_on: claim.checked_on.map(iso),
            cited_by: self.cited_by(leaf, &claim.id),
        }
    }

    fn cited_by(&self, leaf: &Leaf<'_>, id: &str) -> Vec<CardView> {
        let card = |citing: &Citing| match citing {
            Citing::Page(number) => self.entry_card(leaf, *number),
            Citing::Question(number) => self.question_card(leaf, *number),
        };
        self.catalogue.cited_by(id).iter().map(card).collect()
    }

    /// The title of a page that no file stands behind, from the theme's words.
    pub(super) fn made(&self, kind: &'static str) -> Title<'_> {
        let (title, summary) = match kind {
            "glossary" => ("titles.glossary", "summaries.glossary"),
            "sources" => ("titles.sources", "summaries.sources"),
            "search" => ("titles.search", "summaries.search"),
            "index" => ("titles.index", "summaries.index"),
            _ => ("titles.not_found", "summaries.not_found"),
        };
        let summary = self.words().with(summary, "book", &self.book.config.book.title);
        Title { kind, title: self.words().get(title).to_owned(), summary, language: None }
    }
}
