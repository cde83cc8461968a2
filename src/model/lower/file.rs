use std::sync::Arc;

use crate::diag::{Code, Diagnostic, Report, Source, Span, nearest};
use crate::model::{Bank, Page};
use crate::parse::{Node, Text, Value, parse_yaml, report_controls};

use super::records::Records;
use super::{Context, Grammar, bank, page, records};

/// What a YAML file may be about: questions, or records of these kinds.
const KEYS: [&str; 5] = ["questions", "slots", "sources", "claims", "glossary"];

/// What one file means.
#[derive(Clone, Debug)]
pub enum Lowered {
    /// A Markdown file.
    Page(Arc<Page>),
    /// A YAML file of questions.
    Bank(Arc<Bank>),
    /// A YAML file of slots, sources, claims or words.
    Records(Arc<Records>),
    /// A file that could not be understood, or is empty.
    Nothing,
}

/// Understands one Markdown or YAML file under `content/`, and says what is wrong with it. A pure function of the file
/// and the grammar.
pub fn lower(source: &Source, grammar: Grammar<'_>, report: &mut Report) -> Lowered {
    let path = source.path.strip_prefix("content/").unwrap_or(&source.path);
    report_controls(source, report);
    let mut context = Context { grammar, path, report };
    if path.ends_with(".md") {
        return Lowered::Page(Arc::new(page::lower(source, &mut context)));
    }
    let text = Text::verbatim(source.text.clone(), Span::new(source.id, 0..source.text.len()));
    let errors = context.report.counts().errors;
    match parse_yaml(&text, context.report) {
        Some(node) => records_or_bank(source, &Arc::new(node), &mut context),
        None => {
            if context.report.counts().errors == errors {
                context.report.add(
                    Diagnostic::new(Code::EmptyFile, text.span_of(0..0), "this file is empty")
                        .help("write `questions:` and a list, or remove it; names with `_` are not published"),
                );
            }
            Lowered::Nothing
        }
    }
}

fn records_or_bank(source: &Source, node: &Arc<Node>, context: &mut Context<'_>) -> Lowered {
    if node.get(KEYS[0]).is_some() {
        return bank::lower(source, node, context).map_or(Lowered::Nothing, |bank| Lowered::Bank(Arc::new(bank)));
    }
    if KEYS[1..].iter().any(|key| node.get(key).is_some()) {
        return Lowered::Records(Arc::new(records::lower(node, context)));
    }
    let help = match nearly(node) {
        Some((found, key)) => format!("write `{key}:` in the place of `{found}:`"),
        None => "write `questions:` and a list of questions below it".to_owned(),
    };
    context.report.add(
        Diagnostic::new(Code::MissingKey, node.span.at_start(), "this file is neither a bank nor a file of records")
            .label("expected one of `questions`, `slots`, `sources`, `claims`, `glossary` as a top-level key")
            .help(help),
    );
    Lowered::Nothing
}

/// A key that is nearly one of a bank or a file of records, and the key that it is nearly.
fn nearly(node: &Node) -> Option<(&str, &'static str)> {
    let Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find_map(|entry| Some((entry.key.as_str(), nearest(&entry.key, KEYS)?)))
}
