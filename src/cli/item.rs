use std::fmt::Write;

use serde::Serialize;

use crate::model::{Bank, Book, Page, Question};
use crate::plan::Routes;
use crate::plan::route::question_page;

/// Something of a book, as `list` and `search` name it.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Item {
    /// `guide section question template checklist tool source term`.
    pub(super) kind: String,
    /// Its id; a section has its page's.
    pub(super) id: String,
    /// What it is called.
    pub(super) title: String,
    /// Its address from the site's root, with the place on the page.
    pub(super) url: String,
    /// The file it stands in, from the book's root.
    pub(super) path: String,
    /// How well it fits what was searched for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) score: Option<f64>,
}

impl Item {
    /// A page of the book; `None` if it has no address.
    pub(super) fn page(page: &Page, routes: &Routes) -> Option<Item> {
        Some(Item {
            kind: page.kind.name().into(),
            id: page.id.value.clone(),
            title: page.title.value.clone(),
            url: routes.page(&page.path)?.to_owned(),
            path: format!("content/{}", page.path),
            score: None,
        })
    }

    /// A question of a bank.
    pub(super) fn question(question: &Question, bank: &Bank, book: &Book) -> Item {
        let variable = |name: &str| book.config.vars.get(name).cloned().unwrap_or_default();
        Item {
            kind: "question".into(),
            id: question.id.value.clone(),
            title: question.ask.plain(variable),
            url: question_page(&question.id),
            path: format!("content/{}", bank.path),
            score: None,
        }
    }
}

/// The items for people, a line each, or for programs, a JSON object per line.
pub(super) fn show(items: &[Item], json: bool) -> String {
    let mut text = String::new();
    let width = items.iter().map(|item| item.id.chars().count()).max().unwrap_or(0).min(32);
    for item in items {
        let line = if json {
            serde_json::to_string(item).unwrap_or_default()
        } else {
            format!("{:10} {:width$}  {}", item.kind, item.id, item.title)
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{line}");
    }
    text
}
