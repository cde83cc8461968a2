use std::borrow::Cow;

use crate::diag::Spanned;
use crate::model::{Bank, Block, Book, Kind as PageKind, Lookup, Page, Piece, Prose, Question, Risk, Source, Tags, Term};
use crate::plan::Plan;
use crate::plan::route;
use crate::plan::url;

use super::document::{Card, Document, Facet, FacetValue, Group, Options};

/// All that can be found in a book, and what it can be filtered by.
pub struct Collection<'a> {
    plan: &'a Plan,
    book: &'a Book,
    word: &'a (dyn Fn(&str) -> String + Sync),
    /// The book's own facets in their order, then `kind` and `minutes`, then two that only lists ask for: of banks and of risks.
    pub facets: Vec<Facet>,
    /// How to index it.
    pub options: Options,
}

/// What documents are made from.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    /// A question of the bank with this number.
    Question(usize, &'a Question),
    /// A page with its sections.
    Page(&'a Page),
    /// A term of the glossary.
    Term(&'a Term),
    /// A source that is cited.
    Source(&'a Source),
}

/// What of the book can be found. `word` gives the theme's word for a path such as `kinds.question`.
pub fn collect<'a>(plan: &'a Plan, word: &'a (dyn Fn(&str) -> String + Sync)) -> Collection<'a> {
    let book = &*plan.book;
    let mut options =
        Options { synonyms: book.config.search.synonyms.clone(), subject: book.config.search.subject.clone(), ..Options::default() };
    for field in &mut options.fields {
        if let Some(weight) = book.config.search.weights.get(field.name) {
            field.weight = *weight as f32;
        }
    }
    let facets = facets(book, &options, word);
    Collection { plan, book, word, facets, options }
}

/// The book's facets and the built-in ones.
fn facets(book: &Book, options: &Options, word: &dyn Fn(&str) -> String) -> Vec<Facet> {
    let declared = book.config.facets.iter().map(|facet| Facet {
        id: facet.id.value.clone(),
        label: facet.label.clone(),
        any: facet.any_index(),
        values: facet.values.iter().map(|value| FacetValue { id: value.id.value.clone(), label: value.label.clone() }).collect(),
    });
    let built_in = |id: &str, label: String, values: Vec<FacetValue>| Facet { id: id.to_owned(), label, any: None, values };
    let kinds =
        options.kinds.iter().map(|kind| FacetValue { id: kind.name.to_owned(), label: word(&format!("search.kind_{}", kind.name)) });
    let most = book.banks.iter().flat_map(|bank| &bank.questions).filter_map(|question| question.minutes).max().unwrap_or(0);
    let minutes = (1..=most)
        .map(|minutes| FacetValue { id: minutes.to_string(), label: word("question.minutes").replace("{n}", &minutes.to_string()) });
    let banks = book.banks.iter().map(|bank| FacetValue { id: bank.stem().to_owned(), label: bank.title.value.clone() });
    let risks = Risk::ALL.map(|risk| FacetValue { id: risk.name().to_owned(), label: risk.name().to_owned() });
    let built_in = [
        built_in("kind", word("search.by_kind"), kinds.collect()),
        built_in("minutes", word("search.by_minutes"), minutes.collect()),
        built_in(Bank::FACET, String::new(), banks.collect()),
        built_in(Risk::FACET, String::new(), risks.to_vec()),
    ];
    declared.chain(built_in).collect()
}

/// The texts of a document under way.
struct Texts<'a>(Vec<(&'static str, Cow<'a, str>)>);

impl<'a> Texts<'a> {
    fn new() -> Texts<'a> {
        Texts(Vec::with_capacity(8))
    }

    fn add(&mut self, field: &'static str, text: impl Into<Cow<'a, str>>) {
        let text = in_one_line(text.into());
        if !text.is_empty() {
            self.0.push((field, text));
        }
    }
}

/// The text with one space where white space was, and none at its ends.
fn in_one_line(mut text: Cow<'_, str>) -> Cow<'_, str> {
    let length = text.trim_ascii_end().len();
    match &mut text {
        Cow::Borrowed(text) => *text = &text[..length],
        Cow::Owned(text) => text.truncate(length),
    }
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    // Without a way out of the loops, so that the compiler looks at many bytes at once.
    let control = bytes.iter().fold(false, |found, byte| found | (*byte < b' '));
    let twice = pairs.fold(false, |found, (byte, next)| found | (*byte == b' ') & (*next == b' '));
    if !control && !twice && !text.starts_with(' ') { text } else { text.split_ascii_whitespace().collect::<Vec<_>>().join(" ").into() }
}

/// Several texts as one, so that they are read as one field.
fn joined(texts: &[Spanned<String>]) -> String {
    texts.iter().map(|text| text.value.as_str()).collect::<Vec<_>>().join(", ")
}

impl<'a> Collection<'a> {
    /// Everything that has an address: questions first, then pages with their sections, then records. Ties are broken in this order.
    pub fn groups(&self) -> Vec<Group<'a, Item<'a>>> {
        let book = self.book;
        let language = book.config.book.language.as_str();
        let questions = book.banks.iter().enumerate().flat_map(|(at, bank)| {
            let language = bank.language.as_ref().map_or(language, |language| language.value.as_str());
            bank.questions.iter().map(move |question| Group { language, size: 1, of: Item::Question(at, question) })
        });
        let pages = book.pages.iter().filter(|page| self.plan.routes.page(&page.path).is_some()).map(|page| {
            let language = page.language.as_ref().map_or(language, |language| language.value.as_str());
            let sections = if has_sections(page) { sections(&page.body) } else { 0 };
            Group { language, size: 1 + sections, of: Item::Page(page) }
        });
        let terms = book.glossary.iter().map(|term| Group { language, size: 1, of: Item::Term(term) });
        let sources = book.sources.iter().map(|source| Group { language, size: 1, of: Item::Source(source) });
        questions.chain(pages).chain(terms).chain(sources).collect()
    }

    /// The documents of a group.
    pub fn documents(&self, item: &Item<'a>) -> Vec<Document<'a>> {
        match item {
            Item::Question(bank, question) => vec![self.question(*bank, question)],
            Item::Page(page) => self.page(page),
            Item::Term(term) => vec![self.term(term)],
            Item::Source(source) => vec![self.source(source)],
        }
    }

    fn variable(&self, name: &str) -> String {
        self.book.config.vars.get(name).cloned().unwrap_or_default()
    }

    fn plain(&self, prose: &Prose) -> String {
        let mut text = prose.plain(|name| self.variable(name));
        for block in &prose.blocks {
            text.push('\n');
            text.push_str(&self.block(&block.value));
        }
        text
    }

    fn block(&self, block: &Block) -> String {
        let labels: Vec<&str> = match block {
            Block::Stages(stages) => stages.iter().map(|stage| stage.label.as_str()).collect(),
            Block::Circles(circles) => circles.iter().map(|circle| circle.label.as_str()).collect(),
            Block::Doors(doors) => doors.iter().map(|door| door.label.as_str()).collect(),
            _ => Vec::new(),
        };
        let texts = block.prose().into_iter().map(|prose| self.plain(prose));
        labels.into_iter().map(str::to_owned).chain(texts).collect::<Vec<_>>().join("\n")
    }

    /// What the book says about the facet values of an item, save the one that says nothing.
    fn about(&self, tags: &Tags) -> String {
        let about = tags.iter().filter_map(|tag| {
            let facet = self.book.config.facets.get(usize::from(tag.facet))?;
            facet.values.get(usize::from(tag.value)).filter(|_| facet.any_index() != Some(tag.value))?.about.clone()
        });
        about.collect::<Vec<_>>().join(", ")
    }

    fn document(&self, kind: &str, id: &'a str, url: String, title: Cow<'a, str>, crumb: Cow<'a, str>, texts: Texts<'a>) -> Document<'a> {
        let fields = texts.0.into_iter().filter_map(|(name, text)| Some((self.options.field(name)?, text))).collect();
        let kind = self.options.kind(kind).unwrap_or_default();
        let facets = vec![(self.own_facets(), kind)];
        Document { kind, id: id.into(), url, title: in_one_line(title), crumb, fields, facets, ..Document::default() }
    }

    /// How many facets are the book's own: those that every book has come after them.
    fn own_facets(&self) -> u16 {
        self.book.config.facets.len() as u16
    }

    /// What a reader may call it: free words, and what its facet values are called, except the one that says nothing.
    fn tag_words(&self, tags: &Tags, keywords: &[Spanned<String>], kind: &str) -> String {
        let labels = tags.iter().filter_map(|tag| {
            let facet = self.book.config.facets.get(usize::from(tag.facet))?;
            let value = facet.values.get(usize::from(tag.value))?;
            (facet.any_index() != Some(tag.value)).then(|| value.label.clone())
        });
        let words = keywords.iter().map(|keyword| keyword.value.clone());
        words.chain(labels).chain([(self.word)(&format!("search.kind_{kind}"))]).collect::<Vec<_>>().join(", ")
    }

    fn question(&self, bank_at: usize, question: &'a Question) -> Document<'a> {
        let title_of_bank: &'a str = self.book.banks.get(bank_at).map_or("", |bank| bank.title.value.as_str());
        let mut texts = Texts::new();
        texts.add("tags", self.tag_words(&question.tags, &question.keywords, "question"));
        texts.add("searches", joined(&question.searches));
        texts.add("page", title_of_bank);
        texts.add("about", self.about(&question.tags));
        for prose in question.reveals.iter().chain(&question.why_not) {
            texts.add("lead", self.plain(prose));
        }
        let lists = [&question.listen_for, &question.follow_ups, &question.examples, &question.look_up_at];
        for prose in lists.into_iter().flatten().chain(&question.answer) {
            texts.add("body", self.plain(prose));
        }
        // Last, because an excerpt begins with the first.
        texts.add("weak", question.weak_version.as_ref().map(|text| text.value.to_string()).unwrap_or_default());
        let (title, url) = (self.plan.headline(&question.ask), url::encode(&route::question_page(&question.id)));
        let mut document = self.document("question", &question.id, url, title.into(), self.crumb(question, title_of_bank), texts);
        let built_in = self.own_facets();
        document.minutes = question.minutes;
        document.facets.extend(question.tags.iter().map(|tag| (tag.facet, tag.value)));
        let minutes = question.minutes.filter(|minutes| *minutes > 0);
        document.facets.extend(minutes.map(|minutes| (built_in + 1, u16::from(minutes) - 1)));
        document.facets.push((built_in + 2, bank_at as u16));
        let risk = Risk::ALL.iter().position(|risk| *risk == question.risk).unwrap_or_default();
        document.facets.push((built_in + 3, risk as u16));
        document.card = Some(self.card(question));
        document
    }

    /// Its bank, and before that what a card says over it: a result must not look like any other question to ask.
    fn crumb(&self, question: &Question, bank: &'a str) -> Cow<'a, str> {
        if question.risk == Risk::Safe {
            return bank.into();
        }
        format!("{} · {bank}", (self.word)(&format!("risk.{}", question.risk.name()))).into()
    }

    fn card(&self, question: &Question) -> Card {
        let blanks = question.ask.pieces.iter().any(|piece| matches!(piece, Piece::Slot(_)));
        let better = question.better.as_ref().filter(|_| question.risk == Risk::Avoid).and_then(|id| self.plan.question_named(id));
        let (better, better_url) = better.map(|(headline, address)| (headline, url::encode(&address))).unwrap_or_default();
        Card {
            ask: if blanks { self.plan.plain(&question.ask) } else { String::new() },
            risk: if question.risk == Risk::Safe { "" } else { question.risk.name() },
            lookup: if question.lookup == Lookup::No { "" } else { question.lookup.name() },
            better,
            better_url,
        }
    }

    /// The page, then its sections.
    fn page(&self, page: &'a Page) -> Vec<Document<'a>> {
        let address = url::encode(self.plan.routes.page(&page.path).unwrap_or_default());
        let kind = page.kind.name();
        let mut texts = Texts::new();
        texts.add("tags", self.tag_words(&page.tags, &page.keywords, kind));
        texts.add("searches", joined(&page.searches));
        texts.add("lead", page.summary.as_ref().map(|summary| self.plain(summary)).unwrap_or_default());
        texts.add("about", self.about(&page.tags));
        self.kind_texts(page, &mut texts);
        let sections = has_sections(page);
        let mut parts = self.parts(&page.body);
        for (at, part) in parts.iter_mut().enumerate() {
            if at > 0 {
                texts.add("page", part.title.clone());
            }
            // The bodies of sections are those of the page too, and are read once for both.
            if at == 0 || !sections {
                texts.add("body", std::mem::take(&mut part.text));
            }
        }
        let mut documents = Vec::with_capacity(parts.len());
        let title = page.title.value.as_str();
        documents.push(self.document(kind, &page.id, address.clone(), title.into(), "".into(), texts));
        for part in parts.into_iter().skip(1).filter(|_| sections) {
            let mut texts = Texts::new();
            texts.add("page", title);
            texts.add("body", part.text);
            let url = [&address, "#", &url::encode_fragment(&part.id)].concat();
            documents.push(self.document("section", &page.id, url, part.title.into(), title.into(), texts));
        }
        for document in &mut documents {
            document.facets.extend(page.tags.iter().map(|tag| (tag.facet, tag.value)));
        }
        documents
    }

    /// What only this kind of page has.
    fn kind_texts(&self, page: &Page, texts: &mut Texts<'a>) {
        match &page.kind {
            PageKind::Template(template) => {
                let variable = |name: &str| self.variable(name);
                let channel = template.channel.as_ref().and_then(|id| self.book.config.channels.iter().find(|channel| *channel.id == **id));
                texts.add("tags", channel.map(|channel| channel.label.clone()).unwrap_or_default());
                if let Some(prose) = &template.when {
                    texts.add("lead", self.plain(prose));
                }
                let slot = |name: &str| format!("{{{name}}}");
                let subject = template.subject.as_ref().map(|subject| subject.fill(slot, variable));
                texts.add("body", subject.unwrap_or_default());
                texts.add("body", template.message.fill(slot, variable));
                for prose in template.dos.iter().chain(&template.donts) {
                    texts.add("body", self.plain(prose));
                }
            }
            PageKind::Checklist(list) => {
                for group in &list.groups {
                    texts.add("page", group.title.clone().unwrap_or_default());
                }
                for prose in list.prose() {
                    texts.add("body", self.plain(prose));
                }
            }
            PageKind::Guide | PageKind::Tool => {}
        }
    }

    /// Cuts a body where sections begin.
    fn parts(&self, body: &Prose) -> Vec<Part> {
        let mut parts = vec![Part::default()];
        let mut in_heading = false;
        for piece in &body.pieces {
            if let Some(id) = section(piece) {
                parts.push(Part { id: id.to_owned(), title: String::with_capacity(TITLE), text: String::with_capacity(PART) });
                in_heading = true;
                continue;
            }
            if let Piece::HeadingEnd(_) = piece {
                in_heading = false;
            }
            let Some(part) = parts.last_mut() else { continue };
            let text = if in_heading { &mut part.title } else { &mut part.text };
            match piece {
                Piece::Text(words) | Piece::Code(words) => text.push_str(words),
                Piece::Variable(name) => text.push_str(&self.variable(name)),
                Piece::Slot(name) => text.extend(["{", name.as_str(), "}"]),
                Piece::Block(at) => text.extend(body.blocks.get(*at).map(|block| format!("\n{}\n", self.block(&block.value)))),
                _ if breaks(piece) && !text.is_empty() && !text.ends_with(' ') => text.push(' '),
                _ => {}
            }
        }
        parts
    }

    fn term(&self, term: &'a Term) -> Document<'a> {
        let mut texts = Texts::new();
        texts.add("weak", term.also.join(" · "));
        texts.add("lead", self.plain(&term.meaning));
        let url = format!("{}#{}", route::GLOSSARY, url::encode_fragment(&term.id));
        self.document("term", &term.id, url, term.term.as_str().into(), "".into(), texts)
    }

    fn source(&self, source: &'a Source) -> Document<'a> {
        let mut texts = Texts::new();
        texts.add("lead", [source.author.clone(), source.year.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · "));
        if let Some(note) = &source.note {
            texts.add("body", self.plain(note));
        }
        let url = format!("{}#{}", route::SOURCES, url::encode_fragment(&source.id));
        self.document("source", &source.id, url, source.title.as_str().into(), "".into(), texts)
    }
}

/// Whether the sections of a page are documents of their own.
fn has_sections(page: &Page) -> bool {
    matches!(page.kind, PageKind::Guide | PageKind::Tool)
}

/// Whether a section begins here: at a heading of the second or third level.
fn section(piece: &Piece) -> Option<&str> {
    match piece {
        Piece::HeadingStart { level: 2 | 3, id } => Some(id),
        _ => None,
    }
}

fn sections(body: &Prose) -> u32 {
    body.pieces.iter().filter_map(section).count() as u32
}

/// Room for the text of most parts, and for most titles, in bytes.
const PART: usize = 512;
const TITLE: usize = 64;

/// What stands under a heading; the first one of a page has none.
#[derive(Default)]
struct Part {
    id: String,
    title: String,
    text: String,
}

/// Whether a piece parts words: the end of a paragraph or an item does, that of an emphasis or a link does not.
fn breaks(piece: &Piece) -> bool {
    match piece {
        Piece::Markup(markup) => {
            let bytes = markup.as_bytes();
            let name = &bytes[bytes.iter().take_while(|byte| matches!(byte, b'<' | b'/')).count()..];
            matches!(name, [b'p' | b't' | b'd', ..] | [b'l', b'i', ..] | [b'b', b'r', ..] | [b'h', b'r', ..])
                || name.starts_with(b"blockquote")
        }
        Piece::SoftBreak | Piece::HeadingEnd(_) | Piece::CalloutStart(_) | Piece::CalloutEnd => true,
        _ => false,
    }
}
