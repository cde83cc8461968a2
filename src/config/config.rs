use std::collections::BTreeMap;

use crate::diag::Spanned;

use super::{Channel, Facet, Rule};

/// `book.toml`, every default filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[book]`.
    pub book: BookSection,
    /// `[build]`.
    pub build: Build,
    /// `[site]`.
    pub site: Site,
    /// `[output.html]`.
    pub html: Html,
    /// `[vars]`, and beside them `title`, `organisation` and `contact`, unless they are set there.
    pub vars: BTreeMap<String, String>,
    /// `[facets.*]` in the order of the file.
    pub facets: Vec<Facet>,
    /// `[channels.*]` in the order of the file.
    pub channels: Vec<Channel>,
    /// `[nav] header`: paths from `content/`; none: the top-level sections.
    pub nav_header: Option<Vec<Spanned<String>>>,
    /// `[check]`.
    pub rules: Vec<Rule>,
    /// `[search]`.
    pub search: Search,
}

/// `[book]`.
#[derive(Clone, Debug)]
pub struct BookSection {
    /// The name of the site.
    pub title: Spanned<String>,
    /// In a sentence.
    pub description: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// A BCP 47 language tag.
    pub language: String,
}

/// `[build]`.
#[derive(Clone, Debug)]
pub struct Build {
    /// Where the site goes, from the book's root.
    pub build_dir: String,
    /// Whether raw HTML in Markdown is markup, not text.
    pub unsafe_html: bool,
}

/// `[site]`.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Where the site will stand, with a slash at the end.
    pub base_url: Option<Spanned<String>>,
    /// Who publishes it.
    pub organisation: Option<String>,
    /// A `mailto:`, `tel:` or `https:` address.
    pub contact: Option<Spanned<String>>,
    /// Links of last resort, shown on every page.
    pub help: Vec<NavLink>,
    /// An image, by path from `content/`.
    pub logo: Option<Spanned<String>>,
    /// The brand's colour, as `#rrggbb`.
    pub accent: Option<Spanned<String>>,
    /// A second colour, as `#rrggbb`.
    pub second: Option<Spanned<String>>,
    /// Links of the header.
    pub header_links: Vec<NavLink>,
    /// Links of the footer.
    pub footer_links: Vec<NavLink>,
}

/// A link that `book.toml` names.
#[derive(Clone, Debug)]
pub struct NavLink {
    /// What readers see.
    pub label: String,
    /// Where it leads.
    pub url: Spanned<String>,
}

/// `[output.html]`.
#[derive(Clone, Debug)]
pub struct Html {
    /// The folder under `themes/`, or `default`.
    pub theme: Spanned<String>,
    /// Style sheets after the theme's, by path from `content/`.
    pub additional_css: Vec<Spanned<String>>,
    /// Scripts after the theme's, by path from `content/`.
    pub additional_js: Vec<Spanned<String>>,
    /// `https://forge.example/edit/main/{path}`; `{path}` is the file's path from the book's root.
    pub edit_url_template: Option<String>,
    /// Opens a file in the author's editor from the preview: `vscode://file/{path}:{line}:{column}`.
    pub editor_url: Option<String>,
    /// Whether each guide is published as Markdown too.
    pub markdown_copies: bool,
}

/// `[search]`.
#[derive(Clone, Debug)]
pub struct Search {
    /// Groups of phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
    /// What the whole book is about: phrases that say little in a search of it.
    pub subject: Vec<String>,
    /// Largest size of all index files together, in units of 1,000 bytes as they lie on disk; none: no limit.
    pub budget_kb: Option<u64>,
    /// Weight of a field's words in a hit's score, by field name; see `search`.
    pub weights: BTreeMap<String, f64>,
    /// Whether `/` and Ctrl-K open the search dialog.
    pub shortcuts: bool,
    /// Whether readers are offered to keep the site on their device.
    pub offline: bool,
}
