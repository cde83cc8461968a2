use std::sync::Arc;

use serde::Serialize;

/// A whole page. In templates: `page`; beside it stand `site` ([`SiteView`](super::SiteView)) and `words` (the theme's `i18n/<code>.toml`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The template: `home guide template checklist tool bank question facet index search glossary sources not-found print`.
    pub kind: &'static str,
    /// Of the page, without the site's.
    pub title: String,
    /// The same for tabs, bookmarks and search engines, where it has to be unlike every other page's.
    pub head_title: String,
    /// Plain text, unique in the site; empty if there is none.
    pub summary: String,
    /// Language tag.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// From the output's root: `guides/pitch.html`.
    pub url: String,
    /// Relative prefix of the root: `""`, `"../"`, …; for 404.html the absolute path of the site.
    pub root: String,
    /// Absolute address, if `base-url` is set.
    pub canonical: Option<String>,
    /// Absolute address of the card image, if `base-url` is set.
    pub card: Option<String>,
    /// JSON-LD, ready to stand in a script element of that type; empty if there is nothing honest to say.
    pub json_ld: Option<String>,
    /// From the home page to the parent.
    pub crumbs: Vec<LinkView>,
    /// Links of the header with the current one marked; one list for all pages that are alike in them. Whoever serialises a view adds it.
    #[serde(skip)]
    pub header: Arc<[NavView]>,
    /// The section it lies in, with its pages in their order.
    pub section: Option<SectionView>,
    /// Headings of the body.
    pub outline: Vec<OutlineView>,
    /// Neighbours in the section.
    pub previous: Option<LinkView>,
    /// Neighbours in the section.
    pub next: Option<LinkView>,
    /// Where to edit the file.
    pub edit_url: Option<String>,
    /// The Markdown copy.
    pub markdown_url: Option<String>,
    /// The print version of this page, where there is one.
    pub print_url: Option<String>,
    /// ISO date.
    pub updated_on: Option<String>,
    /// ISO date.
    pub reviewed_on: Option<String>,
    /// Shown only with `--drafts`.
    pub draft: bool,
    /// Who wrote it.
    pub author: Option<String>,
    /// At 200 words a minute, at least 1; for pages of prose.
    pub reading_minutes: Option<u32>,
    /// The finished body, blocks included.
    pub body_html: String,
    /// Names of the blocks that stand on it (also within the body), sorted: which scripts and styles it needs.
    pub features: Vec<String>,
    /// Claims and sources it cites, in the order of their first mention.
    pub citations: Vec<CitationView>,
    /// Pages the author names.
    pub related: Vec<CardView>,
    /// Facet values of the page; those of a question are in [`QuestionView::facets`].
    pub facets: Vec<FacetLabelView>,
    /// Pages of this section with their summaries, for a section's landing page (`index.md`).
    pub children: Vec<CardView>,
    /// `kind: template`.
    pub template: Option<TemplateView>,
    /// `kind: checklist`.
    pub checklist: Option<ChecklistView>,
    /// A list of questions: bank, facet.
    pub list: Option<QuestionListView>,
    /// `kind: question`.
    pub question: Option<QuestionView>,
    /// `index-all.html` and the like: groups of links.
    pub index: Vec<IndexGroupView>,
    /// The pages of the full index, as in [`QuestionListView::pages`].
    pub pages: Vec<NavView>,
    /// `kind: print` of a section: its pages in reading order (of a bank: `list`).
    pub sheets: Vec<PrintView>,
    /// `glossary.html`.
    pub terms: Vec<TermView>,
    /// `sources.html`.
    pub sources: Vec<SourceView>,
    /// `sources.html`, below the works.
    pub claims: Vec<ClaimView>,
}

/// A link.
#[derive(Clone, Debug, Default, Serialize)]
pub struct LinkView {
    /// Plain text.
    pub title: String,
    /// Relative.
    pub url: String,
}

/// A link of the header.
#[derive(Clone, Debug, Default, Hash, Serialize)]
pub struct NavView {
    /// Plain text.
    pub title: String,
    /// Relative.
    pub url: String,
    /// Whether the page is this one or lies below it.
    pub current: bool,
}

/// The section a page lies in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SectionView {
    /// Of its landing page.
    pub title: String,
    /// Of its landing page.
    pub url: String,
    /// Its pages, of a long section those around this one; `current` marks this one.
    pub pages: Vec<NavView>,
    /// How many pages it has, without the landing page.
    pub count: usize,
}

/// A heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutlineView {
    /// 2 to 6.
    pub level: u8,
    /// Anchor.
    pub id: String,
    /// Plain text.
    pub title: String,
}

/// A page in a list.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardView {
    /// `guide template checklist tool bank question facet`.
    pub kind: &'static str,
    /// Plain text.
    pub title: String,
    /// Relative.
    pub url: String,
    /// Plain text.
    pub summary: String,
    /// For a bank, how many questions.
    pub count: Option<usize>,
    /// For a question, `safe careful avoid`; else empty.
    pub risk: &'static str,
}

/// A facet with some of its values.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FacetLabelView {
    /// `role`.
    pub id: String,
    /// `Who you meet`.
    pub label: String,
    /// The id of the value that matches every value, if the facet has one.
    pub any: Option<String>,
    /// The values.
    pub values: Vec<ValueView>,
}

/// A facet value.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ValueView {
    /// `director`.
    pub id: String,
    /// `A director`.
    pub label: String,
    /// Its page, relative.
    pub url: String,
    /// How many items of the list have it (`any` included); in a question's own facets 0.
    pub count: usize,
    /// Whether it is the page's own.
    pub current: bool,
}

/// A claim or source that a page cites.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CitationView {
    /// From 1, as in the text, which links to `#cite-1`: the list item's id.
    pub number: usize,
    /// `C14`.
    pub id: String,
    /// The honest wording, or the work.
    pub html: String,
    /// Its place on `sources.html`, relative.
    pub url: String,
    /// `high medium low contested`, for a claim that says so.
    pub confidence: Option<&'static str>,
}

/// Questions with what filters them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuestionListView {
    /// How many in all, over all its pages.
    pub total: usize,
    /// This page's as finished cards (`parts/card-question.html`), in their order.
    pub cards: Vec<String>,
    /// The same in words alone, to be printed.
    pub asks: Vec<AskView>,
    /// From this index on questions fit only by the facet's `any` value; none if all fit exactly.
    pub any_from: Option<usize>,
    /// What `any` is called there.
    pub any_label: Option<String>,
    /// Every facet but a facet page's own, with counts for all of this list; the links lead to the facets' own pages.
    pub filters: Vec<FacetLabelView>,
    /// The first, the last and the nearest pages of the list; empty if there is one. A `url` that is empty stands for a gap.
    pub pages: Vec<NavView>,
    /// Where all of the list can be found, if it has several pages.
    pub whole: Option<WholeListView>,
    /// A sentence about the facet value.
    pub about: Option<String>,
    /// The other values of the facet, on a facet page.
    pub siblings: Vec<ValueView>,
    /// The same questions in other formats.
    pub downloads: Vec<LinkView>,
}

/// A list over all its pages, as the search index has it: for scripts.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WholeListView {
    /// The values by facet of the index that its questions and no others match, as JSON: `{"stage":["open"],"_risk":["safe","careful"]}`.
    pub within: String,
    /// The language tags of its questions: each has an index of its own.
    pub languages: Vec<String>,
}

/// A question in words alone.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AskView {
    /// Its page, relative.
    pub url: String,
    /// The question with blanks drawn.
    pub ask_html: String,
    /// What to ask next, HTML that fits into a line.
    pub follow_ups: Vec<String>,
    /// `safe careful avoid`.
    pub risk: &'static str,
    /// What to ask in its place.
    pub better: Option<LinkView>,
}

/// A question, as a card or as a page. On a card, which is drawn once for all pages that list it, the way to the root stands as a
/// sign that is replaced on each page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct QuestionView {
    /// Its id.
    pub id: String,
    /// Its page, relative.
    pub url: String,
    /// The question with blanks drawn.
    pub ask_html: String,
    /// The question as plain text, slots as `{name}`.
    pub ask: String,
    /// What the answer tells.
    pub reveals_html: Option<String>,
    /// What to listen for, HTML that fits into a line.
    pub listen_for: Vec<String>,
    /// What to ask next, HTML that fits into a line.
    pub follow_ups: Vec<String>,
    /// What people blurt out, plain text.
    pub weak_version: Option<String>,
    /// A model answer.
    pub answer_html: Option<String>,
    /// Examples, HTML.
    pub examples: Vec<String>,
    /// `safe careful avoid`.
    pub risk: &'static str,
    /// `no partly yes`.
    pub lookup: &'static str,
    /// `spoken written both`.
    pub format: &'static str,
    /// Minutes.
    pub minutes: Option<u8>,
    /// Its facets, with links.
    pub facets: Vec<FacetLabelView>,
    /// `role=peer role=director stage=open`: for scripts.
    pub facet_data: String,
    /// The question to ask in its place.
    pub better: Option<LinkView>,
    /// The questions that name this one as the better.
    pub better_than: Vec<LinkView>,
    /// Why not, HTML.
    pub why_not_html: Option<String>,
    /// Where to look it up, HTML.
    pub look_up_at: Vec<String>,
    /// Free words.
    pub keywords: Vec<String>,
    /// Its bank.
    pub bank: LinkView,
    /// Near questions; on its own page only.
    pub near: Vec<LinkView>,
    /// What it rests on; on its own page only, where [`View::citations`] says the same.
    pub citations: Vec<CitationView>,
    /// `draft reviewed off`.
    pub status: &'static str,
}

/// A message to fill in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TemplateView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page, relative.
    pub url: String,
    /// `email`.
    pub channel: String,
    /// `E-mail`.
    pub channel_label: String,
    /// `words` or `characters`.
    pub unit: &'static str,
    /// Gets long.
    pub soft: Option<u32>,
    /// Too long.
    pub hard: Option<u32>,
    /// When to use it.
    pub when_html: Option<String>,
    /// Plain, slots as `{name}`.
    pub subject: Option<String>,
    /// Blanks drawn.
    pub subject_html: Option<String>,
    /// Plain, slots as `{name}`: what is copied.
    pub message: String,
    /// Blanks drawn, line ends kept.
    pub message_html: String,
    /// The message with every slot's example.
    pub example: String,
    /// Length of the example in the channel's unit.
    pub example_length: usize,
    /// HTML.
    pub dos: Vec<String>,
    /// HTML.
    pub donts: Vec<String>,
    /// The slots it uses, in the order of their use.
    pub slots: Vec<SlotView>,
}

/// A blank.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SlotView {
    /// Its name.
    pub id: String,
    /// What the field is called.
    pub label: String,
    /// `text long choice date time url phone number list`.
    pub kind: &'static str,
    /// Needed before the message may be copied.
    pub required: bool,
    /// Stands there first.
    pub default: Option<String>,
    /// Most characters.
    pub max: Option<u32>,
    /// Filled in.
    pub example: Option<String>,
    /// What to write.
    pub help: Option<String>,
    /// For `choice`.
    pub options: Vec<String>,
}

/// Things to tick off.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChecklistView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its page, relative.
    pub url: String,
    /// In their order.
    pub groups: Vec<GroupView>,
}

/// Items under a heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GroupView {
    /// The heading, if any.
    pub title: Option<String>,
    /// Its anchor.
    pub id: Option<String>,
    /// The items.
    pub items: Vec<ItemView>,
}

/// A thing to tick off.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ItemView {
    /// Stable.
    pub id: String,
    /// What to do.
    pub html: String,
    /// Why.
    pub reason_html: Option<String>,
}

/// Links under a heading.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IndexGroupView {
    /// The heading.
    pub title: String,
    /// The links.
    pub links: Vec<CardView>,
}

/// A word of the glossary.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TermView {
    /// Anchor.
    pub id: String,
    /// The word.
    pub term: String,
    /// What it means.
    pub meaning_html: String,
    /// Other words.
    pub also: Vec<String>,
}

/// A work.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SourceView {
    /// Anchor and citation id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who.
    pub author: Option<String>,
    /// When.
    pub year: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// ISO date.
    pub checked_on: Option<String>,
    /// What to know.
    pub note_html: Option<String>,
    /// Pages that cite it.
    pub cited_by: Vec<CardView>,
}

/// A claim.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ClaimView {
    /// Anchor and citation id.
    pub id: String,
    /// What is claimed.
    pub text_html: String,
    /// The honest words.
    pub wording_html: Option<String>,
    /// `high medium low contested`.
    pub confidence: Option<&'static str>,
    /// Its works, as links within the page.
    pub sources: Vec<LinkView>,
    /// ISO date.
    pub checked_on: Option<String>,
    /// Pages that cite it.
    pub cited_by: Vec<CardView>,
}

/// A page within a print version.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PrintView {
    /// Anchor.
    pub id: String,
    /// `guide template checklist tool`.
    pub kind: &'static str,
    /// Of the page; a heading of level 2.
    pub title: String,
    /// The page itself, relative.
    pub url: String,
    /// Plain text.
    pub summary: String,
    /// Its body; headings one level lower than on the page, anchors with `id` and `-` before them.
    pub body_html: String,
    /// `kind: template`.
    pub template: Option<TemplateView>,
    /// `kind: checklist`.
    pub checklist: Option<ChecklistView>,
}
