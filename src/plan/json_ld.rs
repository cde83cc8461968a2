//! What search engines are told, and only what is true: which site this is, where a page lies in it, and the answer to a
//! question that has one. No dates of publication, no ratings, no steps that nobody wrote.

use serde_json::{Value, json};

use crate::model::Question;

use super::view::View;
use super::{Plan, route};

const CONTEXT: &str = "https://schema.org";

/// The site on the first page, the way to the page on the others; nothing without absolute addresses.
pub(super) fn of(plan: &Plan, view: &View) -> Option<String> {
    let own = view.canonical.as_ref()?;
    if view.url != route::HOME {
        return trail(plan, view).map(|trail| script(&with_context(trail)));
    }
    let book = &plan.book.config.book;
    let mut site = json!({ "@type": "WebSite", "name": book.title.value, "url": own, "inLanguage": view.language });
    if !view.summary.is_empty() {
        site["description"] = json!(view.summary);
    }
    if let Some(organisation) = &plan.book.config.site.organisation {
        site["publisher"] = json!({ "@type": "Organization", "name": organisation });
    }
    Some(script(&with_context(site)))
}

/// The way to a question's page, and the question itself where the book answers it.
pub(super) fn of_question(plan: &Plan, view: &View, question: &Question) -> Option<String> {
    let trail = trail(plan, view)?;
    let Some(answer) = &question.answer else { return Some(script(&with_context(trail))) };
    let asked = json!({
        "@type": "QAPage",
        "mainEntity": {
            "@type": "Question",
            "name": view.title,
            "text": view.title,
            "answerCount": 1,
            "acceptedAnswer": { "@type": "Answer", "text": plan.plain(answer), "url": view.canonical },
        },
    });
    Some(script(&json!({ "@context": CONTEXT, "@graph": [trail, asked] })))
}

fn trail(plan: &Plan, view: &View) -> Option<Value> {
    let own = view.canonical.as_ref()?;
    if view.crumbs.is_empty() {
        return None;
    }
    let base = plan.routes.absolute("")?;
    let mut items = Vec::new();
    for crumb in &view.crumbs {
        items.push(json!({
            "@type": "ListItem",
            "position": items.len() + 1,
            "name": crumb.title,
            "item": absolute(&base, &view.url, &crumb.url),
        }));
    }
    items.push(json!({ "@type": "ListItem", "position": items.len() + 1, "name": view.title, "item": own }));
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": items }))
}

/// The absolute form of a relative address without a fragment.
fn absolute(base: &str, from: &str, relative: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let mut rest = relative;
    while let Some(after) = rest.strip_prefix("../") {
        folders.pop();
        rest = after;
    }
    let folders: String = folders.iter().map(|folder| format!("{}/", super::url::encode(folder))).collect();
    format!("{base}{folders}{rest}")
}

fn with_context(value: Value) -> Value {
    let mut whole = json!({ "@context": CONTEXT });
    if let (Value::Object(whole), Value::Object(own)) = (&mut whole, value) {
        whole.extend(own);
    }
    whole
}

/// JSON that cannot end the script element it stands in.
fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
