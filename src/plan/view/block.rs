use std::collections::BTreeMap;

use serde::Serialize;

use crate::model::Data;

use super::{AskView, ChecklistView, FacetLabelView, QuestionView, TemplateView};

/// What a template `blocks/<name>.html` sees as `block`, beside `page`-independent `root`, `site` and `words`.
#[derive(Clone, Debug, Serialize)]
pub struct BlockView {
    /// The block's name.
    pub name: String,
    /// Unique in the page: `block-1`.
    pub id: String,
    /// Relative prefix of the root.
    pub root: String,
    /// What it shows.
    #[serde(flatten)]
    pub content: BlockContent,
}

/// What a block shows; each field name is what the template reads.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockContent {
    /// `callout`, in `parts/callout.html`: a callout is written in Markdown, but drawn as a block.
    Callout {
        /// `note tip important warning caution`.
        kind: &'static str,
        /// What it says.
        html: String,
    },
    /// `block.questions`.
    Questions {
        /// A heading.
        title: Option<String>,
        /// The questions as finished cards (`parts/card-question.html`).
        cards: Vec<String>,
        /// Or as links only.
        asks: Vec<AskView>,
    },
    /// `block.template`.
    Template(Box<TemplateView>),
    /// `block.checklist`.
    Checklist(ChecklistView),
    /// `block.steps`.
    Steps(Vec<StepView>),
    /// `block.compare`.
    Compare {
        /// A heading.
        title: Option<String>,
        /// The pairs.
        rows: Vec<RowView>,
    },
    /// `block.minutes`.
    Minutes {
        /// A heading.
        title: Option<String>,
        /// `minutes` or `seconds`.
        unit: &'static str,
        /// The sum, as text without a trailing `.0`.
        total: String,
        /// The parts.
        parts: Vec<PartView>,
    },
    /// `block.stages`: label, text_html, url, time.
    Stages(Vec<WayView>),
    /// `block.circles`: label, text_html.
    Circles(Vec<WayView>),
    /// `block.doors`: label, text_html, url.
    Doors(Vec<WayView>),
    /// `block.coverage`.
    Coverage(Vec<CoverageView>),
    /// `block.custom`.
    Custom {
        /// The body.
        data: Data,
        /// The body as JSON that may stand in a `<script type="application/json">`: `<`, `>` and `&` are escaped.
        json: String,
        /// The questions found by the queries of the body, by key.
        queries: BTreeMap<String, Vec<QuestionView>>,
        /// Every template of the book, for the composer; otherwise empty.
        templates: Vec<TemplateView>,
        /// The facets the body names, for forms.
        facets: Vec<FacetLabelView>,
    },
}

/// A step.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// HTML.
    pub title_html: Option<String>,
    /// HTML.
    pub text_html: String,
}

/// A pair of do and don't.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    /// HTML.
    pub good_html: Option<String>,
    /// HTML.
    pub bad_html: Option<String>,
    /// HTML.
    pub why_html: Option<String>,
}

/// A part of a plan of time.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// What happens.
    pub label: String,
    /// As text without a trailing `.0`.
    pub value: String,
    /// Where it starts, in thousandths of the whole: for drawing.
    pub start: u32,
    /// How long it is, in thousandths of the whole.
    pub share: u32,
    /// HTML.
    pub about_html: Option<String>,
}

/// A stage, circle or door.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WayView {
    /// Plain text.
    pub label: String,
    /// HTML.
    pub text_html: Option<String>,
    /// Relative.
    pub url: Option<String>,
    /// In words.
    pub time: Option<String>,
}

/// Counts of one facet's values.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// The facet.
    pub label: String,
    /// Value, its page, exact count, count with `any`, and whether the minimum is met.
    pub rows: Vec<CoverageRowView>,
}

/// Counts of one facet value.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageRowView {
    /// The value.
    pub label: String,
    /// Its page, relative.
    pub url: String,
    /// Questions that have the value itself.
    pub exact: usize,
    /// Questions that match it.
    pub matching: usize,
    /// The smallest number wanted.
    pub minimum: u32,
    /// Whether `matching` reaches it.
    pub met: bool,
}
