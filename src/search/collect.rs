use crate::model::{Bank, Block, Book, Kind as PageKind, Page, Piece, Prose, Question, Tags};
use crate::plan::Routes;
use crate::plan::route;
use crate::plan::url;

use super::document::{Document, Facet, FacetValue, Options};

/// All that can be found in a book, and what it can be filtered by.
#[derive(Clone, Debug)]
pub struct Collection {
    /// Questions first, then pages with their sections, then records: the order in which ties are broken.
    pub documents: Vec<Document>,
    /// The book's own facets in their order, then `kind`, `minutes` and `bank`.
    pub facets: Vec<Facet>,
    /// How to index them.
    pub options: Options,
}

/// Makes documents of everything that `book` publishes. `word` gives the theme's word for a path such as `kinds.question`.
pub fn collect(book: &Book, routes: &Routes, word: &dyn Fn(&str) -> String) -> Collection {
    let mut options = Options { synonyms: book.config.search.synonyms.clone(), ..Options::default() };
    for field in &mut options.fields {
        if let Some(weight) = book.config.search.weights.get(field.name) {
            field.weight = *weight as f32;
        }
    }
    let facets = facets(book, &options, word);
    let mut collector = Collector { book, routes, options: &options, word, documents: Vec::new() };
    for (at, bank) in book.banks.iter().enumerate() {
        collector.bank(at, bank);
    }
    for page in &book.pages {
        collector.page(page);
    }
    collector.records();
    let documents = collector.documents;
    Collection { documents, facets, options }
}

/// The book's facets and the built-in ones.
fn facets(book: &Book, options: &Options, word: &dyn Fn(&str) -> String) -> Vec<Facet> {
    let declared = book.config.facets.iter().map(|facet| Facet {
        id: facet.id.value.clone(),
        label: facet.label.clone(),
        many: facet.many,
        any: facet.any_index(),
        values: facet.values.iter().map(|value| FacetValue { id: value.id.value.clone(), label: value.label.clone() }).collect(),
    });
    let built_in = |id: &str, values: Vec<FacetValue>| Facet {
        id: id.to_owned(),
        label: word(&format!("search.by_{id}")),
        many: false,
        any: None,
        values,
    };
    let kinds =
        options.kinds.iter().map(|kind| FacetValue { id: kind.name.to_owned(), label: word(&format!("search.kind_{}", kind.name)) });
    let most = book.banks.iter().flat_map(|bank| &bank.questions).filter_map(|question| question.minutes).max().unwrap_or(0);
    let minutes = (1..=most)
        .map(|minutes| FacetValue { id: minutes.to_string(), label: word("question.minutes").replace("{n}", &minutes.to_string()) });
    let banks = book.banks.iter().map(|bank| FacetValue { id: bank_id(bank), label: bank.title.value.clone() });
    declared.chain([built_in("kind", kinds.collect()), built_in("minutes", minutes.collect()), built_in("bank", banks.collect())]).collect()
}

/// What a bank is called in the `bank` facet: its path without ending.
pub fn bank_id(bank: &Bank) -> String {
    bank.path.rsplit_once('.').map_or(bank.path.as_str(), |(stem, _)| stem).to_owned()
}

struct Collector<'a> {
    book: &'a Book,
    routes: &'a Routes,
    options: &'a Options,
    word: &'a dyn Fn(&str) -> String,
    documents: Vec<Document>,
}

/// The texts of a document under way.
#[derive(Default)]
struct Texts(Vec<(&'static str, String)>);

impl Texts {
    fn add(&mut self, field: &'static str, text: impl Into<String>) {
        let text = in_one_line(text.into());
        if !text.is_empty() {
            self.0.push((field, text));
        }
    }
}

/// The text with one space where white space was, and none at its ends.
fn in_one_line(text: String) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_ascii_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

impl Collector<'_> {
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
        about.collect::<Vec<_>>().join(" · ")
    }

    fn push(&mut self, kind: &str, id: &str, url: String, title: String, crumb: String, texts: Texts) -> &mut Document {
        let fields = texts.0.into_iter().filter_map(|(name, text)| Some((self.options.field(name)?, text))).collect();
        let document = Document {
            kind: self.options.kind(kind).unwrap_or_default(),
            id: id.to_owned(),
            url,
            title: in_one_line(title),
            crumb,
            fields,
            facets: Vec::new(),
            minutes: None,
            parts: 0,
            language: self.book.config.book.language.clone(),
            order: self.documents.len() as u64,
        };
        self.documents.push(document);
        let kind_facet = self.book.config.facets.len() as u16;
        let at = self.documents.len() - 1;
        let document = &mut self.documents[at];
        document.facets.push((kind_facet, document.kind));
        document
    }

    /// What a reader may call it: free words, and what its facet values are called, except the one that says nothing.
    fn tag_words(&self, tags: &Tags, keywords: &[crate::diag::Spanned<String>], kind: &str) -> String {
        let labels = tags.iter().filter_map(|tag| {
            let facet = self.book.config.facets.get(usize::from(tag.facet))?;
            let value = facet.values.get(usize::from(tag.value))?;
            (facet.any_index() != Some(tag.value)).then(|| value.label.clone())
        });
        let words = keywords.iter().map(|keyword| keyword.value.clone());
        words.chain(labels).chain([(self.word)(&format!("search.kind_{kind}"))]).collect::<Vec<_>>().join(" · ")
    }

    fn bank(&mut self, at: usize, bank: &Bank) {
        for question in &bank.questions {
            self.question(at, bank, question);
        }
    }

    fn question(&mut self, bank_at: usize, bank: &Bank, question: &Question) {
        let mut texts = Texts::default();
        texts.add("weak", question.weak_version.as_ref().map(|text| text.value.to_string()).unwrap_or_default());
        texts.add("tags", self.tag_words(&question.tags, &question.keywords, "question"));
        texts.add("page", bank.title.value.clone());
        texts.add("about", self.about(&question.tags));
        for prose in question.reveals.iter().chain(&question.why_not) {
            texts.add("lead", self.plain(prose));
        }
        let lists = [&question.listen_for, &question.follow_ups, &question.examples, &question.look_up_at];
        for prose in lists.into_iter().flatten().chain(&question.answer) {
            texts.add("body", self.plain(prose));
        }
        let facets: Vec<(u16, u16)> = question.tags.iter().map(|tag| (tag.facet, tag.value)).collect();
        let minutes = question.minutes;
        let (title, url) = (self.plain(&question.ask), url::encode(&route::question_page(&question.id)));
        let built_in = self.book.config.facets.len() as u16;
        let document = self.push("question", &question.id, url, title, bank.title.value.clone(), texts);
        if let Some(language) = &bank.language {
            document.language = language.value.clone();
        }
        document.facets.extend(facets);
        document.facets.extend(minutes.filter(|minutes| *minutes > 0).map(|minutes| (built_in + 1, u16::from(minutes) - 1)));
        document.facets.push((built_in + 2, bank_at as u16));
        document.minutes = minutes;
    }

    fn page(&mut self, page: &Page) {
        let Some(address) = self.routes.page(&page.path) else { return };
        let address = url::encode(&address);
        let kind = page.kind.name();
        let mut texts = Texts::default();
        texts.add("tags", self.tag_words(&page.tags, &page.keywords, kind));
        texts.add("lead", page.summary.as_ref().map(|summary| self.plain(summary)).unwrap_or_default());
        texts.add("about", self.about(&page.tags));
        self.kind_texts(page, &mut texts);
        let parts = self.parts(&page.body);
        let sections = matches!(page.kind, PageKind::Guide | PageKind::Tool);
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                texts.add("page", part.title.clone());
            }
            // The bodies of sections are those of the page too, and are read once for both.
            if at == 0 || !sections {
                texts.add("body", part.text.clone());
            }
        }
        let facets: Vec<(u16, u16)> = page.tags.iter().map(|tag| (tag.facet, tag.value)).collect();
        let language = page.language.as_ref().map(|language| language.value.clone());
        let from = self.documents.len();
        self.push(kind, &page.id, address.clone(), page.title.value.clone(), String::new(), texts);
        for part in parts.into_iter().skip(1).filter(|_| sections) {
            let mut texts = Texts::default();
            texts.add("page", page.title.value.clone());
            texts.add("body", part.text);
            let url = format!("{address}#{}", url::encode_fragment(&part.id));
            self.push("section", &page.id, url, part.title, page.title.value.clone(), texts);
        }
        self.documents[from].parts = (self.documents.len() - from - 1) as u32;
        for document in &mut self.documents[from..] {
            document.facets.extend(&facets);
            document.language = language.clone().unwrap_or_else(|| document.language.clone());
        }
    }

    /// What only this kind of page has.
    fn kind_texts(&self, page: &Page, texts: &mut Texts) {
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

    /// Cuts a body at its headings of the second and third level.
    fn parts(&self, body: &Prose) -> Vec<Part> {
        let mut parts = vec![Part::default()];
        let mut in_heading = false;
        for piece in &body.pieces {
            if let Piece::HeadingStart { level: 2 | 3, id } = piece {
                parts.push(Part { id: id.to_string(), ..Part::default() });
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
                _ if breaks(piece) => text.push(' '),
                _ => {}
            }
        }
        parts
    }

    fn records(&mut self) {
        let book = self.book;
        for term in &book.glossary {
            let mut texts = Texts::default();
            texts.add("weak", term.also.join(" · "));
            texts.add("lead", self.plain(&term.meaning));
            let url = format!("{}#{}", route::GLOSSARY, url::encode_fragment(&term.id));
            self.push("term", &term.id, url, term.term.clone(), String::new(), texts);
        }
        for source in &book.sources {
            let mut texts = Texts::default();
            texts.add("lead", [source.author.clone(), source.year.clone()].into_iter().flatten().collect::<Vec<_>>().join(" · "));
            if let Some(note) = &source.note {
                texts.add("body", self.plain(note));
            }
            let url = format!("{}#{}", route::SOURCES, url::encode_fragment(&source.id));
            self.push("source", &source.id, url, source.title.clone(), String::new(), texts);
        }
    }
}

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
            let name = markup.trim_start_matches(['<', '/']);
            ["p", "li", "t", "br", "d", "blockquote", "hr"].iter().any(|tag| name.starts_with(tag))
        }
        Piece::SoftBreak | Piece::HeadingEnd(_) | Piece::CalloutStart(_) | Piece::CalloutEnd => true,
        _ => false,
    }
}
