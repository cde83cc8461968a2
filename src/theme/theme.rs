use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde_json::{Map, Value};

use crate::config::{Config, Site};
use crate::diag::{Code, Diagnostic, Fingerprint, Place, Report};

use super::brand;
use super::bundle::{Asset, join_styles};
use super::manifest::{API, Feature, Manifest, Scripts};
use super::words;

static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// All that pages are made with: the embedded theme with the book's files laid over it, one by one.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The folder under `themes/`.
    pub name: String,
    /// Template texts by name (`base.html`, `pages/guide.html`, `icons/search.svg`).
    pub templates: BTreeMap<String, Arc<str>>,
    /// Every word the theme says, as nested maps.
    pub words: Arc<Value>,
    /// Styles and scripts, to be published as they are, in the order of their paths.
    pub assets: Vec<Asset>,
    /// Addresses of the style sheets of every page, from the root.
    pub styles: Vec<String>,
    /// Addresses of the scripts of every page, from the root; the first one runs before the first paint, the others wait.
    pub scripts: Vec<String>,
    /// Addresses of what pages with a block, or of a kind, load besides; styles first.
    pub features: BTreeMap<String, Vec<String>>,
    /// Address of the site's icon, from the root: drawn in the brand's colour.
    pub icon: String,
    /// Of everything above.
    pub fingerprint: Fingerprint,
    overridden: Vec<String>,
}

/// How a script becomes what is published of it.
pub type Compact<'a> = dyn Fn(&str) -> String + 'a;

/// The theme's files by their path in it.
type Files = BTreeMap<String, Arc<Vec<u8>>>;

impl Theme {
    /// The theme that `book.toml` names. `overrides` are the files of `themes/<name>/`, by path from there; where one has the path of an
    /// embedded file it takes its place. What is wrong goes to the report, and the embedded theme stands in for it. `compact` makes a
    /// script what [`compact`](super::compact) makes of it, or remembers that.
    pub fn load(config: &Config, overrides: BTreeMap<String, Arc<Vec<u8>>>, compact: &Compact<'_>, report: &mut Report) -> Theme {
        let name = config.html.theme.value.clone();
        if name != "default" && overrides.is_empty() {
            report.add(
                Diagnostic::new(Code::Theme, config.html.theme.span, format!("there is no theme `{name}`"))
                    .label(format!("`themes/{name}/` is not there, or is empty"))
                    .help("make the folder and put what you want to change in it, or write `default`"),
            );
        }
        let overridden = overrides.keys().cloned().collect();
        let mut reader = Reader { folder: format!("themes/{name}"), files: embedded(), overrides, compact, report };
        let manifest = reader.manifest();
        let words = reader.words(&config.book.language);
        reader.files.append(&mut reader.overrides);
        let templates = reader.templates();
        let brand = manifest.brand.as_ref().map(|brand| brand::stylesheet(&config.site, brand, reader.report));
        let mut published = Published::default();
        let icon = reader.icon(&config.site, &manifest, &mut published);
        let styles = reader.styles(&manifest, brand, &mut published);
        let scripts = reader.scripts(&manifest.scripts.unwrap_or_default(), &mut published);
        let features = manifest.features.unwrap_or_default();
        let features = features.iter().map(|(name, feature)| (name.clone(), reader.feature(feature, &words, &mut published))).collect();
        let mut theme = Theme {
            name,
            templates,
            words: Arc::new(words),
            assets: published.0.into_values().collect(),
            styles,
            scripts,
            features,
            icon,
            fingerprint: Fingerprint::of(b""),
            overridden,
        };
        theme.fingerprint = theme.reckon();
        theme
    }

    /// The names of the blocks it can draw.
    pub fn blocks(&self) -> impl Iterator<Item = &str> {
        self.templates.keys().filter_map(|name| name.strip_prefix("blocks/")?.strip_suffix(".html"))
    }

    /// Whether there is a template of this name.
    pub fn has(&self, template: &str) -> bool {
        self.templates.contains_key(template)
    }

    /// Where a template comes from, for a report about it: a file of the book, or the binary.
    pub fn origin(&self, template: &str) -> Place {
        let file = file_of(template);
        if self.overridden.contains(&file) { Place::File(format!("themes/{}/{file}", self.name)) } else { Place::Book }
    }

    /// A fingerprint of its templates with its words, and of where they come from.
    pub fn templates_fingerprint(&self) -> Fingerprint {
        let own: Vec<&String> = self.templates.keys().filter(|name| self.overridden.contains(&file_of(name))).collect();
        let own = format!("{}{own:?}{}", self.name, self.words);
        Fingerprint::of_all(self.template_bytes().chain([own.as_bytes()]))
    }

    /// Names and texts of the templates, one after the other.
    fn template_bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.templates.iter().flat_map(|(name, text)| [name.as_bytes(), text.as_bytes()])
    }

    fn reckon(&self) -> Fingerprint {
        let words = self.words.to_string();
        let loads = format!("{:?}{:?}{:?}{}", self.styles, self.scripts, self.features, self.icon);
        let assets = self.assets.iter().flat_map(|asset| [asset.path.as_bytes(), &asset.bytes[..]]);
        Fingerprint::of_all(self.template_bytes().chain(assets).chain([words.as_bytes(), loads.as_bytes()]))
    }
}

/// The file that holds a template: icons have a folder of their own, so that a drawing can be changed without a template.
fn file_of(template: &str) -> String {
    if template.starts_with("icons/") { template.to_owned() } else { format!("templates/{template}") }
}

/// The files that pages refer to, by path: what two features share is published once.
#[derive(Default)]
struct Published(BTreeMap<String, Asset>);

impl Published {
    fn add(&mut self, asset: Asset) -> String {
        let path = asset.path.clone();
        self.0.insert(path.clone(), asset);
        path
    }
}

fn embedded() -> Files {
    fn walk(dir: &Dir<'static>, files: &mut Files) {
        for file in dir.files() {
            // Names of embedded files are UTF-8 with the separator of the machine that built the binary.
            files.insert(file.path().to_string_lossy().replace('\\', "/"), Arc::new(file.contents().to_vec()));
        }
        for dir in dir.dirs() {
            walk(dir, files);
        }
    }
    let mut files = Files::new();
    walk(&DEFAULT, &mut files);
    files
}

/// Reads the files of a theme; `files` are the embedded ones until the overrides are laid over them.
struct Reader<'a> {
    folder: String,
    files: Files,
    overrides: Files,
    compact: &'a Compact<'a>,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn complain(&mut self, code: Code, file: &str, message: String) {
        self.report.add(Diagnostic::new(code, Place::File(format!("{}/{file}", self.folder)), message));
    }

    fn text(&mut self, file: &str, bytes: &[u8]) -> String {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            Err(error) => {
                let message = format!("byte {} of the theme's `{file}` is not UTF-8 text", error.valid_up_to());
                self.complain(Code::NotUtf8, file, message);
                String::new()
            }
        }
    }

    fn toml<T: serde::de::DeserializeOwned>(&mut self, file: &str, bytes: &[u8]) -> Option<T> {
        let text = self.text(file, bytes);
        match toml::from_str(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
                let message = format!("line {line} of the theme's `{file}` cannot be read: {}", error.message().replace('\n', "; "));
                self.complain(Code::TomlSyntax, file, message);
                None
            }
        }
    }

    fn manifest(&mut self) -> Manifest {
        const FILE: &str = "theme.toml";
        let below = self.files.get(FILE).cloned().and_then(|bytes| self.toml::<Manifest>(FILE, &bytes)).unwrap_or_default();
        let Some(over) = self.overrides.get(FILE).cloned().and_then(|bytes| self.toml::<Manifest>(FILE, &bytes)) else {
            return below;
        };
        if let Some(api) = over.api.filter(|api| *api != API) {
            let (age, help) = if api < API {
                ("an older", format!("compare its templates with the built-in ones, then write `api = {API}`"))
            } else {
                ("a newer", "update prepbook".to_owned())
            };
            let mut diagnostic = Diagnostic::new(
                Code::Theme,
                Place::File(format!("{}/{FILE}", self.folder)),
                format!("the theme was made for {age} prepbook: its `api` is {api}, and this one speaks {API}"),
            )
            .help(help);
            diagnostic.severity = crate::diag::Severity::Warning;
            self.report.add(diagnostic);
        }
        below.overlaid(over)
    }

    fn words(&mut self, language: &str) -> Value {
        let mut all = Map::new();
        let mut spoken = "en".to_owned();
        for tag in words::languages(language) {
            let file = format!("i18n/{tag}.toml");
            for bytes in [self.files.get(&file).cloned(), self.overrides.get(&file).cloned()].into_iter().flatten() {
                if let Some(over) = self.toml(&file, &bytes) {
                    words::overlay(&mut all, over);
                    spoken.clone_from(&tag);
                }
            }
        }
        let wanted = language.split('-').next().unwrap_or_default();
        if spoken.split('-').next() != Some(wanted) {
            let folder = &self.folder;
            let mut diagnostic = Diagnostic::new(Code::Theme, Place::Book, format!("the theme has no words for the language `{language}`"))
                .help(format!("translate `i18n/en.toml` into `{folder}/i18n/{wanted}.toml`; until then it speaks English"));
            diagnostic.severity = crate::diag::Severity::Warning;
            self.report.add(diagnostic);
        }
        Value::Object(all)
    }

    fn templates(&mut self) -> BTreeMap<String, Arc<str>> {
        let found: Vec<_> = self
            .files
            .iter()
            .filter_map(|(file, bytes)| {
                let name = file.strip_prefix("templates/").filter(|name| name.ends_with(".html"));
                let name = name.or_else(|| Some(file.as_str()).filter(|file| file.starts_with("icons/") && file.ends_with(".svg")))?;
                Some((name.to_owned(), file.clone(), Arc::clone(bytes)))
            })
            .collect();
        found.into_iter().map(|(name, file, bytes)| (name, Arc::from(self.text(&file, &bytes).trim_end()))).collect()
    }

    fn part(&mut self, file: &str) -> String {
        match self.files.get(file).cloned() {
            Some(bytes) => self.text(file, &bytes),
            None => {
                self.complain(Code::Theme, "theme.toml", format!("`theme.toml` names `{file}`, which the theme does not have"));
                String::new()
            }
        }
    }

    fn icon(&mut self, site: &Site, manifest: &Manifest, published: &mut Published) -> String {
        let drawing = self.part("icons/favicon.svg");
        let colour = manifest.brand.as_ref().map(|brand| brand::icon_colour(site, brand)).unwrap_or_default();
        published.add(Asset::new("icon", "svg", drawing.replace("ACCENT", &colour).into_bytes()))
    }

    fn styles(&mut self, manifest: &Manifest, brand: Option<String>, published: &mut Published) -> Vec<String> {
        let sheets: Vec<String> = manifest.styles.iter().flatten().map(|name| self.part(&format!("styles/{name}"))).collect();
        let all = join_styles(sheets.iter().map(String::as_str).chain(brand.as_deref()));
        vec![published.add(Asset::new("style", "css", all.into_bytes()))]
    }

    /// Several scripts as one; each ends its last statement.
    fn join<'s>(&self, scripts: impl Iterator<Item = &'s str>) -> String {
        scripts.flat_map(|script| [(self.compact)(script), ";\n".to_owned()]).collect()
    }

    fn scripts(&mut self, scripts: &Scripts, published: &mut Published) -> Vec<String> {
        let first = (self.compact)(&self.part(&format!("scripts/{}", scripts.first)));
        let page: Vec<String> = scripts.page.iter().map(|name| self.part(&format!("scripts/{name}"))).collect();
        let mut addresses = vec![published.add(Asset::new("first", "js", first.into_bytes()))];
        if !page.is_empty() {
            let all = self.join(page.iter().map(String::as_str));
            addresses.push(published.add(Asset::new("page", "js", all.into_bytes())));
        }
        addresses
    }

    fn feature(&mut self, feature: &Feature, words: &Value, published: &mut Published) -> Vec<String> {
        let mut addresses = Vec::new();
        for name in &feature.styles {
            let sheet = join_styles([self.part(&format!("styles/{name}")).as_str()]);
            addresses.push(published.add(Asset::new(stem(name), "css", sheet.into_bytes())));
        }
        if let Some(group) = &feature.words {
            match words.get(group) {
                Some(words) => addresses.push(published.add(spoken(group, words))),
                None => self.report.add(
                    Diagnostic::new(
                        Code::Theme,
                        Place::File(format!("{}/theme.toml", self.folder)),
                        format!("`theme.toml` names the words `{group}`, which the theme does not have"),
                    )
                    .help(format!("add a table `[{group}]` to `i18n/en.toml`, or leave `words` out")),
                ),
            }
        }
        let scripts: Vec<(&str, String)> = feature.scripts.iter().map(|name| (stem(name), self.part(&format!("scripts/{name}")))).collect();
        if let Some(bundle) = &feature.bundle {
            let all = self.join(scripts.iter().map(|(_, script)| script.as_str()));
            addresses.push(published.add(Asset::new(bundle, "js", all.into_bytes())));
        } else {
            let each: Vec<Asset> =
                scripts.into_iter().map(|(stem, script)| Asset::new(stem, "js", (self.compact)(&script).into_bytes())).collect();
            addresses.extend(each.into_iter().map(|asset| published.add(asset)));
        }
        addresses
    }
}

/// A script that tells the other scripts a group of words.
fn spoken(group: &str, words: &Value) -> Asset {
    let script = format!("prepElement.learn({},{words});\n", Value::from(group));
    Asset::new(&format!("words-{group}"), "js", script.into_bytes())
}

/// `parts/planner.css` → `planner`.
fn stem(name: &str) -> &str {
    let file = name.rsplit('/').next().unwrap_or(name);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
