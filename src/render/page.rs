//! The only file that names tera: compiles the templates of a theme and draws pages with them.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report, Source, SourceId, Span};
use crate::plan::view::{BlockContent, BlockView, SiteView, View};
use crate::plan::{CardSheet, Sheet};
use crate::site::Artifact;
use crate::theme::Theme;

use super::furniture::{self, Pieces};
use super::kept::Kept;
use super::parts::{Parts, Stencil};
use super::rows::{List, Row, Shape};
use super::{Cards, component_cycle, fold, range_budget, rows, stencil};

/// The largest page, in bytes. The largest honest one is a list of 50 long questions, or the print version of a section.
const MAX_PAGE: usize = 16 * 1024 * 1024;
/// The templates of which a large book draws thousands. To look up what they include takes time, and to compile it into all others
/// would take more.
const DRAWN_OFTEN: [&str; 4] = ["base.html", "pages/guide.html", "pages/question.html", "parts/card-question.html"];

/// The templates of a theme, compiled. They know nothing yet of the site that they will draw.
#[derive(Clone)]
pub struct Templates {
    tera: Tera,
    origins: Origins,
    /// The lists in which no template of the book's own has a part.
    apart: Vec<List>,
}

/// A theme, ready to draw. Can be shared by threads.
pub struct Renderer {
    tera: Tera,
    origins: Origins,
    apart: Vec<List>,
    furniture: Kept<Fingerprint, Pieces>,
    stencils: Kept<Fingerprint, Arc<Stencil>>,
    rows: Kept<Shape, Arc<Stencil>>,
    /// What the site is called.
    title: String,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").finish_non_exhaustive()
    }
}

/// Which templates the book's own theme has, by the paths of their files.
#[derive(Clone, Default)]
struct Origins(std::collections::BTreeMap<String, String>);

impl Templates {
    /// Compiles the templates of `theme`. None if they do not compile, and the report says why.
    pub fn new(theme: &Theme, report: &mut Report) -> Option<Templates> {
        let origins = Origins::of(theme);
        if let Some(way) = component_cycle::find(&theme.templates) {
            let message = format!("the component `{}` calls itself: {}", way[0], way.join(" → "));
            report.add(Diagnostic::new(Code::Template, Place::Book, message).help("end the circle: nothing in a template can stop it"));
            return None;
        }
        let mut tera = Tera::default();
        tera.register_function("range", range);
        let folded = theme.templates.iter().map(|(name, text)| match origins.0.contains_key(name) {
            true => (name, Cow::Borrowed(&**text)),
            false => (name, Cow::Owned(folded(theme, &origins, text, DRAWN_OFTEN.contains(&name.as_str())))),
        });
        if let Err(error) = tera.add_raw_templates(folded) {
            for problem in origins.translate(&error) {
                report.add(problem);
            }
            return None;
        }
        let is_apart = |list: &List| furniture::mark(list.template(), &theme.templates, &|name| origins.0.contains_key(name)).is_some();
        let apart = List::ALL.into_iter().filter(is_apart).collect();
        Some(Templates { tera, origins, apart })
    }
}

impl Renderer {
    /// Makes a theme with these templates ready for a site.
    pub fn new(templates: &Templates, theme: &Theme, site: &SiteView) -> Renderer {
        let Templates { mut tera, origins, apart } = templates.clone();
        tera.global_context().insert("site", site);
        tera.global_context().insert("words", &theme.words);
        let (furniture, stencils, rows) = Default::default();
        Renderer { tera, origins, apart, furniture, stencils, rows, title: site.title.clone() }
    }

    /// Draws a page, with the cards that it lists. Fails with a report about the template; `source` is the file the page was made
    /// from.
    pub fn page(&self, sheet: &Sheet, cards: &Cards, source: Option<SourceId>) -> Result<Artifact, Box<Diagnostic>> {
        let html = range_budget::apart(|| self.draw(sheet, cards)).map_err(|mut problem| {
            problem.label.get_or_insert_with(|| format!("while `{}` was drawn", sheet.view.url));
            match source {
                Some(source) => Box::new(problem.note(Span::new(source, 0..0), "the page that was being drawn")),
                None => problem,
            }
        })?;
        Ok(Artifact::new(sheet.view.url.clone(), html))
    }

    /// Draws a card, with a [`ROOT_MARK`](crate::plan::ROOT_MARK) wherever the way to the root belongs.
    pub(super) fn card(&self, sheet: &CardSheet) -> Result<Vec<u8>, Box<Diagnostic>> {
        let draw = || {
            let mut parts = Parts { root: &sheet.root, ..Parts::default() };
            self.blocks(&sheet.blocks, &mut parts)?;
            let mut context = Context::new();
            context.insert_value("question", Value::try_from_serializable(&sheet.question)?);
            context.insert("level", &sheet.level);
            context.insert("root", &sheet.root);
            Ok(parts.fill(self.fill("parts/card-question.html", &context)?).into_owned())
        };
        range_budget::apart(draw).map_err(|error| self.told(&error))
    }

    /// Draws the page that sends readers of a former address on.
    pub fn redirect(&self, redirect: &Redirect<'_>) -> Result<Artifact, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("language", redirect.language);
        context.insert("direction", redirect.direction);
        context.insert("title", redirect.title);
        context.insert("target", redirect.target);
        match self.fill("redirect.html", &context) {
            Ok(html) => Ok(Artifact::new(redirect.address, html)),
            Err(error) => Err(self.told(&error)),
        }
    }

    fn draw(&self, sheet: &Sheet, cards: &Cards) -> Result<Vec<u8>, Box<Diagnostic>> {
        let cards = sheet.cards.iter().map(|place| cards.html(*place, self)).collect::<Result<_, _>>()?;
        let view = &sheet.view;
        let mut parts = Parts { cards, texts: &sheet.texts, root: &view.root, ..Parts::default() };
        let draw = || {
            self.blocks(&sheet.blocks, &mut parts)?;
            parts.furniture = furniture::of(&self.furniture, view, |templates| self.furniture(view, templates))?;
            parts.lists = self.lists(view)?;
            let html = self.whole(sheet, parts)?;
            if html.len() > MAX_PAGE { Err(tera::Error::message(too_large())) } else { Ok(html) }
        };
        draw().map_err(|error| self.told(&error))
    }

    /// Draws a page with these parts.
    fn whole<'a>(&self, sheet: &'a Sheet, mut parts: Parts<'a>) -> TeraResult<Vec<u8>> {
        let view = &sheet.view;
        if !self.origins.0.is_empty() {
            // Of the built-in templates, furniture alone sees the header, and none looks into the texts of the page.
            let text = sheet.texts.first().map_or("", String::as_str);
            let sheets = Value::try_from_serializable(&sheet.printed())?;
            let further = vec![header(view)?, ("body_html", Value::normal_string(text)), ("sheets", sheets)];
            return Ok(parts.fill(self.stand(view, further)?).into_owned());
        }
        if !stencil::is_for(view) {
            return Ok(parts.fill(self.stand(&rows::without(view), Vec::new())?).into_owned());
        }
        let is_site = view.title == self.title;
        let cut = || self.stand(&stencil::holes(view, is_site), Vec::new()).map(|html| Arc::new(Stencil::new(&html)));
        let stencil = self.stencils.get(stencil::shape(view, is_site), cut)?;
        (parts.words, parts.json_ld) = (stencil::words(view), view.json_ld.as_deref().unwrap_or_default());
        let mut html = Vec::new();
        parts.draw(&stencil, &mut html);
        Ok(html)
    }

    /// Draws a page without what is put in where it is marked.
    fn stand(&self, view: &View, further: Vec<(&'static str, Value)>) -> TeraResult<Vec<u8>> {
        self.fill(&format!("pages/{}.html", view.kind), &context(view, further)?)
    }

    /// Draws the lists that are marked on a page.
    fn lists(&self, view: &View) -> TeraResult<[Vec<u8>; List::ALL.len()]> {
        let mut lists = <[Vec<u8>; List::ALL.len()]>::default();
        for list in &self.apart {
            lists[*list as usize] = match list {
                List::Outline => self.rows(*list, view.outline.iter().map(Row::Heading))?,
                List::Children => self.rows(*list, view.children.iter().map(Row::Card))?,
                List::Related => self.rows(*list, view.related.iter().map(Row::Card))?,
                List::Groups => self.rows(*list, view.index.iter().map(Row::Group))?,
                List::Facts => self.rows(*list, [Row::Facts(view)].into_iter())?,
                // They stand in their groups.
                List::Lines => Vec::new(),
            };
        }
        Ok(lists)
    }

    /// Draws the rows of a list, each with a stencil.
    fn rows<'v>(&self, list: List, rows: impl Iterator<Item = Row<'v>>) -> TeraResult<Vec<u8>> {
        let mut html = Vec::new();
        // Other threads ask for stencils too, and a list has few shapes.
        let mut stencils: Vec<(Shape, Arc<Stencil>)> = Vec::new();
        for row in rows {
            let mut parts = Parts { words: row.words().to_vec(), ..Parts::default() };
            if let Row::Group(group) = row {
                parts.lists[List::Lines as usize] = self.rows(List::Lines, group.links.iter().map(Row::Card))?;
            }
            let shape = row.shape(list);
            let at = match stencils.iter().position(|(known, _)| *known == shape) {
                Some(at) => at,
                None => {
                    let stencil = self.rows.get(shape.clone(), || self.row(list, &row))?;
                    stencils.push((shape, stencil));
                    stencils.len() - 1
                }
            };
            parts.draw(&stencils[at].1, &mut html);
        }
        Ok(html)
    }

    /// The stencil for rows of this shape.
    fn row(&self, list: List, row: &Row<'_>) -> TeraResult<Arc<Stencil>> {
        let (page, group) = row.holes();
        let mut context = context(&page, Vec::new())?;
        context.insert("group", &group);
        Ok(Arc::new(Stencil::new(&self.fill(list.template(), &context)?)))
    }

    /// Draws what a page has in common with those that look alike.
    fn furniture(&self, view: &View, templates: &[&str]) -> TeraResult<Pieces> {
        let context = context(view, vec![header(view)?])?;
        // It has no parts; marks in it are an author's.
        let piece = |template: &&str| Ok(Parts::default().fill(self.fill(template, &context)?).into_owned());
        templates.iter().map(piece).collect()
    }

    /// The engine's error as one report in our voice.
    fn told(&self, error: &tera::Error) -> Box<Diagnostic> {
        let first = self.origins.translate(error).into_iter().next();
        Box::new(first.unwrap_or_else(|| Diagnostic::new(Code::Template, Place::Book, error.to_string())))
    }

    /// Draws blocks and puts them among the parts.
    fn blocks(&self, blocks: &[BlockView], parts: &mut Parts<'_>) -> TeraResult<()> {
        for block in blocks {
            let html = parts.fill(self.block(block)?).into_owned();
            parts.blocks.push(html);
        }
        Ok(())
    }

    fn block(&self, block: &BlockView) -> TeraResult<Vec<u8>> {
        let mut context = Context::new();
        if let BlockContent::Callout { .. } = block.content {
            let Some(callout) = Value::try_from_serializable(block)?.get_from_path("callout").cloned() else { return Ok(Vec::new()) };
            context.insert_value("callout", callout);
            return self.fill("parts/callout.html", &context);
        }
        context.insert_value("block", Value::try_from_serializable(block)?);
        context.insert("root", &block.root);
        self.fill(&format!("blocks/{}.html", block.name), &context)
    }

    /// What a template draws. It is text, but nobody looks at it as such any more.
    fn fill(&self, template: &str, context: &Context) -> TeraResult<Vec<u8>> {
        let mut page = Limited(Vec::with_capacity(32 * 1024));
        self.tera.render_to(template, context, &mut page).map_err(|error| match error.kind() {
            ErrorKind::Io(_) => tera::Error::message(too_large()),
            _ => error,
        })?;
        Ok(page.0)
    }
}

/// What the templates of a page see; `further` are the fields that not all of them look at.
fn context(view: &View, further: Vec<(&'static str, Value)>) -> TeraResult<Context> {
    let mut page = Value::try_from_serializable(view)?;
    if !further.is_empty() {
        let mut fields = page.into_map().unwrap_or_default();
        fields.extend(further.into_iter().map(|(name, value)| (name.into(), value)));
        page = fields.into();
    }
    let mut context = Context::new();
    context.insert_value("page", page);
    Ok(context)
}

/// The links of the header, as templates see them.
fn header(view: &View) -> TeraResult<(&'static str, Value)> {
    Ok(("header", Value::try_from_serializable(&*view.header)?))
}

/// A former address.
pub struct Redirect<'a> {
    /// The former address.
    pub address: &'a str,
    /// Where it leads now, relative to it.
    pub target: &'a str,
    /// What is there.
    pub title: &'a str,
    /// Language tag.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'a str,
}

/// The files of the book's own theme that a report about a template may point into.
pub fn theme_sources(theme: &Theme) -> Vec<Arc<Source>> {
    let own = Origins::of(theme).0;
    own.into_iter().map(|(name, path)| Arc::new(Source::new(path, &*theme.templates[&name]))).collect()
}

/// Adds a text as the engine prints it.
pub(super) fn escape(text: &str, html: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = tera::escape_html(text, html);
}

fn too_large() -> String {
    format!("the page grows beyond {} MB", MAX_PAGE / (1024 * 1024))
}

/// A word of the theme as the engine prints it.
fn printed(theme: &Theme, path: &str) -> Option<String> {
    let word = path.split('.').try_fold(&*theme.words, |words, part| words.get(part))?.as_str()?;
    let mut escaped = Vec::new();
    escape(word, &mut escaped);
    String::from_utf8(escaped).ok().filter(|word| fold::is_plain(word))
}

/// A built-in template with all said that is known before a page is; if it is drawn `often`, with what it includes in its place.
fn folded(theme: &Theme, origins: &Origins, template: &str, often: bool) -> String {
    fold::fold(template, &|path| printed(theme, path), &|part| included(theme, origins, part, often))
}

/// What stands in a built-in template for one that it includes. One of the book's own is included by name, so that a report can point
/// into its file.
fn included(theme: &Theme, origins: &Origins, part: &str, often: bool) -> Option<String> {
    let text = theme.templates.get(part)?;
    if part.starts_with("icons/") {
        return fold::is_plain(text).then(|| text.to_string());
    }
    if origins.0.contains_key(part) {
        return None;
    }
    let piece = furniture::mark(part, &theme.templates, &|name| origins.0.contains_key(name));
    piece.or_else(|| if often { fold::in_place(&folded(theme, origins, text, often)) } else { None })
}

/// What is written to it, up to the largest page.
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_PAGE {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Like the engine's own, with a limit for the whole page.
fn range(arguments: Kwargs, _: &State<'_>) -> TeraResult<Vec<i64>> {
    let start = arguments.get::<i64>("start")?.unwrap_or(0);
    let end = arguments.must_get::<i64>("end")?;
    let step = arguments.get::<i64>("step_by")?.unwrap_or(1);
    range_budget::range(start, end, step).map_err(tera::Error::message)
}

impl Origins {
    fn of(theme: &Theme) -> Origins {
        let own = theme.templates.keys().filter_map(|name| match theme.origin(name) {
            Place::File(path) => Some((name.clone(), path)),
            _ => None,
        });
        Origins(own.collect())
    }

    /// The engine's error as reports in our voice; at least one.
    fn translate(&self, error: &tera::Error) -> Vec<Diagnostic> {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                vec![self.problem(report.filename(), Some(report.span()), report.message())]
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: way } | ErrorKind::CircularInclude { tpl, include_chain: way } => {
                let problem = self.problem(tpl, None, &format!("the template includes itself: {}", way.join(" → ")));
                vec![problem.help("end the circle: a template cannot stand within itself")]
            }
            ErrorKind::MissingParent { current, parent } => {
                vec![self.problem(current, None, &format!("the template extends `{parent}`, which the theme does not have"))]
            }
            ErrorKind::TemplateNotFound(name) => {
                let problem = Diagnostic::new(Code::Template, Place::Book, format!("the theme has no template `{name}`"));
                vec![problem.help(format!("write `templates/{name}`, or take away what asks for it"))]
            }
            // What names things that are not there comes as finished text, one piece for each.
            other => other.to_string().split("\n\n").map(|piece| self.piece(piece)).collect(),
        }
    }

    /// `error: message`, then a line ` --> name:line:column`.
    fn piece(&self, piece: &str) -> Diagnostic {
        let mut lines = piece.lines();
        let message = lines.next().unwrap_or(piece).trim_start_matches("error: ").to_owned();
        let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
        let place = place.and_then(|place| {
            let mut parts = place.rsplitn(3, ':');
            let (column, line, name) = (parts.next()?, parts.next()?, parts.next()?);
            Some((name, tera_span(line.parse().ok()?, column.parse().ok()?)))
        });
        match place {
            Some((name, span)) => self.problem(name, Some(&span), &message),
            None if message == too_large() => Diagnostic::new(Code::Template, Place::Book, message)
                .help("shorten its texts or divide them among several files; in a template, end the loop"),
            None => Diagnostic::new(Code::Template, Place::Book, lower(&message)),
        }
    }

    fn problem(&self, template: &str, span: Option<&tera::Span>, message: &str) -> Diagnostic {
        let message = lower(message);
        let Some(path) = self.0.get(template) else {
            let at = span.map_or_else(String::new, |span| format!(":{}:{}", span.start_line, span.start_col + 1));
            return Diagnostic::new(Code::Template, Place::Book, format!("in the built-in template `{template}`{at}: {message}"));
        };
        match span {
            Some(span) if !span.range.is_empty() => {
                Diagnostic::new(Code::Template, Span::new(SourceId::of(path), span.range.clone()), message)
            }
            Some(span) => {
                let message = format!("line {}, column {}: {message}", span.start_line, span.start_col + 1);
                Diagnostic::new(Code::Template, Place::File(path.clone()), message)
            }
            None => Diagnostic::new(Code::Template, Place::File(path.clone()), message),
        }
    }
}

fn tera_span(line: usize, column: usize) -> tera::Span {
    tera::Span { start_line: line, start_col: column.saturating_sub(1), ..tera::Span::default() }
}

/// Our messages begin in lower case.
fn lower(message: &str) -> String {
    let mut chars = message.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
