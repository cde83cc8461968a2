use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as Group, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::config::is_base_url;
use crate::exchange::{Encoding, Format};

/// Turns YAML question banks and Markdown guides into a searchable static site.
#[derive(Debug, Parser)]
#[command(name = "prepbook", version, max_term_width = 100)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Colour the messages.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: When,
    /// Say nothing but what is wrong.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a small book that builds, with files that explain themselves.
    Init {
        /// The folder to start it in; made if it is not there.
        #[arg(default_value = ".")]
        dir: PathBuf,
        /// Start with the complete book about informational interviews, to make it your own.
        #[arg(long)]
        sample: bool,
    },
    /// Write a new file with every key explained.
    New {
        /// What kind of file.
        kind: NewKind,
        /// Where, from `content/`: `guides/first-talk.md`.
        path: String,
        /// A folder in the book, if it is not the present one.
        #[arg(long, value_name = "DIR")]
        book: Option<PathBuf>,
    },
    /// Build the site.
    Build(BuildArgs),
    /// Preview the site, and show every change as it is saved.
    Serve {
        /// The book's folder.
        dir: Option<PathBuf>,
        /// The port; without it 3000 or the next free one.
        #[arg(short, long)]
        port: Option<u16>,
        /// The name or address to listen on. Others can reach the preview unless it is this machine's own.
        #[arg(short = 'n', long, default_value = "127.0.0.1")]
        hostname: String,
        /// Where the site will stand, in the place of `site.base-url`.
        #[arg(long, value_name = "URL", value_parser = base_url)]
        base_url: Option<String>,
        /// Open a browser.
        #[arg(long)]
        open: bool,
        /// Go to the page that changed.
        #[arg(long)]
        follow: bool,
        /// Show drafts too.
        #[arg(long)]
        drafts: bool,
        /// Look for changes again and again, for drives that do not tell of them.
        #[arg(long)]
        poll: bool,
    },
    /// Rebuild on every change, without a server.
    Watch {
        /// The book's folder.
        dir: Option<PathBuf>,
        /// Look for changes again and again, for drives that do not tell of them.
        #[arg(long)]
        poll: bool,
    },
    /// Say everything that is wrong with the book, and write nothing.
    Check {
        /// The book's folder.
        dir: Option<PathBuf>,
        /// How to say it.
        #[arg(long, value_name = "FORMAT", default_value = "full")]
        format: ReportFormat,
        /// Hold review dates against this day, `2026-11-23`.
        #[arg(long, value_name = "DATE")]
        as_of: Option<String>,
        /// What else counts as an error.
        #[arg(long, value_name = "WHAT")]
        deny: Option<Deny>,
        /// Check drafts too.
        #[arg(long)]
        drafts: bool,
    },
    /// List questions and pages.
    List {
        /// The book's folder.
        dir: Option<PathBuf>,
        /// Only questions with these facet values: 'topic=path,work stage=middle'.
        #[arg(long = "where", value_name = "QUERY")]
        filter: Option<String>,
        /// One JSON object per line.
        #[arg(long)]
        json: bool,
    },
    /// Search as the site does; needs no earlier build.
    Search {
        /// What a reader would type.
        query: String,
        /// The book's folder.
        dir: Option<PathBuf>,
        /// Most results, up to 20.
        #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u8).range(1..=20))]
        limit: u8,
        /// One JSON object per line.
        #[arg(long)]
        json: bool,
    },
    /// Count questions, holes in the coverage, and bytes.
    Stats {
        /// The book's folder.
        dir: Option<PathBuf>,
        /// One JSON object.
        #[arg(long)]
        json: bool,
    },
    /// Read questions from a spreadsheet, a list, a learning platform or flash cards.
    Import(ImportArgs),
    /// Write questions for a spreadsheet, a learning platform, flash cards or a handout.
    Export(ExportArgs),
    /// Print the JSON Schema of a kind of file, for editors; without a kind, list them.
    Schema {
        /// `bank`, for example.
        kind: Option<String>,
        /// The book whose facets it knows, if it is not the present folder's.
        #[arg(long, value_name = "DIR")]
        book: Option<PathBuf>,
    },
    /// Explain the code of a message; without one, list them all.
    Explain {
        /// `dead-link`, for example.
        code: Option<String>,
    },
    /// Remove the built site, and nothing else.
    Clean {
        /// The book's folder.
        dir: Option<PathBuf>,
        /// The output folder, from the book's folder.
        #[arg(short = 'd', long = "dest", value_name = "OUT")]
        dest: Option<PathBuf>,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
}

fn base_url(url: &str) -> Result<String, &'static str> {
    if is_base_url(url) { Ok(url.to_owned()) } else { Err("expected an address such as `https://careers.example.edu/talks/`") }
}

/// The arguments of `build`.
#[derive(Debug, Group)]
pub struct BuildArgs {
    /// The book's folder.
    pub dir: Option<PathBuf>,
    /// Where the site goes, from the book's folder.
    #[arg(short = 'd', long = "dest", value_name = "OUT")]
    pub dest: Option<PathBuf>,
    /// Where the site will stand, in the place of `site.base-url`.
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub base_url: Option<String>,
    /// Publish drafts too.
    #[arg(long)]
    pub drafts: bool,
    /// Write the site into a zip file as well.
    #[arg(long, value_name = "FILE")]
    pub zip: Option<PathBuf>,
    /// What else counts as an error.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
}

/// The arguments of `import`.
#[derive(Debug, Group)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct ImportArgs {
    /// Books of other programs.
    #[command(subcommand)]
    pub book_of: Option<ImportBook>,
    /// The files: CSV, TSV, XLSX, ODS, JSON, Markdown, GIFT, Moodle XML, Anki text.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Merge into this bank, a path or an id; only lines whose values changed are touched.
    #[arg(long, value_name = "BANK", conflicts_with = "to")]
    pub into: Option<PathBuf>,
    /// Where the new bank goes, from `content/`: a file, or a folder; without it `questions/`.
    #[arg(long, value_name = "PATH")]
    pub to: Option<PathBuf>,
    /// What the files are, where their names do not say.
    #[arg(long, value_parser = PossibleValuesParser::new(Format::readable().map(Format::name)))]
    pub format: Option<String>,
    /// How the text is written, if it is not UTF-8.
    #[arg(long, value_parser = PossibleValuesParser::new(Encoding::NAMES.iter().map(|(name, _)| *name)))]
    pub encoding: Option<String>,
    /// What a column holds: `--map "My header=ask"`, or `--map "My header="` to leave it out.
    #[arg(long, value_name = "HEADER=KEY", value_parser = mapping)]
    pub map: Vec<String>,
    /// Which sheet of a workbook.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Show what would change, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// A folder in the book, if it is not the present one.
    #[arg(long, value_name = "DIR")]
    pub book: Option<PathBuf>,
}

/// Whole books that become guides.
#[derive(Debug, Subcommand)]
pub enum ImportBook {
    /// Bring in an mdBook: its chapters become guides, in their order, with links and redirects.
    Mdbook(MdbookArgs),
}

/// The arguments of `import mdbook`.
#[derive(Debug, Group)]
pub struct MdbookArgs {
    /// The folder of its `book.toml`.
    #[arg(value_name = "DIR")]
    pub from: PathBuf,
    /// The new folder, from `content/`; without it, one named for the title.
    #[arg(long, value_name = "PATH")]
    pub to: Option<PathBuf>,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// A folder in the book, if it is not the present one.
    #[arg(long, value_name = "DIR")]
    pub book: Option<PathBuf>,
}

fn mapping(text: &str) -> Result<String, String> {
    if text.contains('=') { Ok(text.to_owned()) } else { Err("write it as `header=key`".to_owned()) }
}

/// The arguments of `export`.
#[derive(Debug, Group)]
pub struct ExportArgs {
    /// The book's folder.
    pub dir: Option<PathBuf>,
    /// The format; without it what the ending of the file says, or CSV.
    #[arg(long, value_parser = PossibleValuesParser::new(Format::writable().map(Format::name)))]
    pub format: Option<String>,
    /// The file to write; without it the questions are printed.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Write over a file that is there and holds something else.
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Only this bank, by id or path; may be given several times.
    #[arg(long, value_name = "BANK")]
    pub bank: Vec<PathBuf>,
    /// Only questions with these facet values: 'topic=path,work stage=middle'.
    #[arg(long = "where", value_name = "QUERY")]
    pub filter: Option<String>,
}

/// What counts as an error beside errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Every warning.
    Warnings,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    Full,
    /// A line each.
    Short,
    /// A JSON object per line.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// GitHub annotations.
    Github,
}

/// A kind of new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NewKind {
    /// A page of prose.
    Guide,
    /// A file of questions.
    Bank,
    /// A message to fill in.
    Template,
    /// Things to tick off.
    Checklist,
}
