use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Bank, Prose, Question};
use crate::plan::{Plan, route};

/// Rises when a key changes its meaning or goes away; new keys may come at any time.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Index<'a> {
    version: u32,
    title: &'a str,
    description: &'a str,
    language: &'a str,
    facets: Vec<FacetData<'a>>,
    banks: Vec<BankEntry>,
}

#[derive(Serialize)]
struct FacetData<'a> {
    id: &'a str,
    label: &'a str,
    many: bool,
    any: Option<&'a str>,
    values: Vec<ValueData<'a>>,
}

#[derive(Serialize)]
struct ValueData<'a> {
    id: &'a str,
    label: &'a str,
    about: Option<&'a str>,
}

#[derive(Serialize)]
struct BankEntry {
    id: String,
    title: String,
    summary: String,
    /// The page, from the root of the site.
    url: String,
    /// The questions, from the root of the site.
    data: String,
    questions: usize,
}

#[derive(Serialize)]
struct BankData<'a> {
    version: u32,
    id: &'a str,
    title: String,
    summary: String,
    url: String,
    questions: Vec<QuestionData<'a>>,
}

/// What readers see of a question; notes and owners are for colleagues.
#[derive(Serialize)]
struct QuestionData<'a> {
    id: &'a str,
    url: String,
    ask: String,
    reveals: Option<String>,
    listen_for: Vec<String>,
    follow_ups: Vec<String>,
    weak_version: Option<&'a str>,
    answer: Option<String>,
    examples: Vec<String>,
    risk: &'static str,
    lookup: &'static str,
    format: &'static str,
    minutes: Option<u8>,
    better: Option<&'a str>,
    why_not: Option<String>,
    look_up_at: Vec<String>,
    facets: BTreeMap<&'a str, Vec<&'a str>>,
    tags: Vec<&'a str>,
    sources: Vec<&'a str>,
    updated_on: Option<String>,
    reviewed_on: Option<String>,
}

/// The facets and banks in one file, and the questions of each bank in another. Texts are plain; slots stand in braces.
pub(super) fn api(plan: &Plan) -> Vec<(String, String)> {
    let mut seen = BTreeSet::new();
    // Of two banks with one id, which was reported, the first one has the file.
    let banks: Vec<&Bank> = plan.book.banks.iter().map(|bank| &**bank).filter(|bank| seen.insert(bank.id.value.as_str())).collect();
    let mut files = vec![(route::API_INDEX.to_owned(), json(&index(plan, &banks)))];
    files.par_extend(banks.par_iter().map(|bank| (route::bank_data(&bank.id), json(&bank_data(plan, bank)))));
    files
}

fn json(data: &impl Serialize) -> String {
    // Plain data with text keys always serialises.
    let mut text = serde_json::to_string(data).unwrap_or_default();
    text.push('\n');
    text
}

fn index<'a>(plan: &'a Plan, banks: &[&Bank]) -> Index<'a> {
    let facets = plan.book.config.facets.iter().map(|facet| FacetData {
        id: &facet.id,
        label: &facet.label,
        many: facet.many,
        any: facet.any.as_ref().map(|any| any.value.as_str()),
        values: facet.values.iter().map(|value| ValueData { id: &value.id, label: &value.label, about: value.about.as_deref() }).collect(),
    });
    let entry = |bank: &&Bank| BankEntry {
        id: bank.id.value.clone(),
        title: plan.fill(&bank.title),
        summary: plain(plan, bank.summary.as_ref()).unwrap_or_default(),
        url: plan.routes.page(&bank.path).unwrap_or_default().to_owned(),
        data: route::bank_data(&bank.id),
        questions: bank.questions.len(),
    };
    Index {
        version: VERSION,
        title: &plan.site.title,
        description: &plan.site.description,
        language: &plan.site.language,
        facets: facets.collect(),
        banks: banks.iter().map(entry).collect(),
    }
}

fn bank_data<'a>(plan: &'a Plan, bank: &'a Bank) -> BankData<'a> {
    BankData {
        version: VERSION,
        id: &bank.id,
        title: plan.fill(&bank.title),
        summary: plain(plan, bank.summary.as_ref()).unwrap_or_default(),
        url: plan.routes.page(&bank.path).unwrap_or_default().to_owned(),
        questions: bank.questions.iter().map(|question| question_data(plan, question)).collect(),
    }
}

fn question_data<'a>(plan: &'a Plan, question: &'a Question) -> QuestionData<'a> {
    let mut facets: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for tag in question.tags.iter() {
        let facet = &plan.book.config.facets[usize::from(tag.facet)];
        if let Some(value) = facet.values.get(usize::from(tag.value)) {
            facets.entry(&facet.id).or_default().push(&value.id);
        }
    }
    let list = |texts: &[Prose]| texts.iter().map(|text| plan.plain(text)).collect();
    QuestionData {
        id: &question.id,
        url: route::question_page(&question.id),
        ask: plan.plain(&question.ask),
        reveals: plain(plan, question.reveals.as_ref()),
        listen_for: list(&question.listen_for),
        follow_ups: list(&question.follow_ups),
        weak_version: question.weak_version.as_deref(),
        answer: plain(plan, question.answer.as_ref()),
        examples: list(&question.examples),
        risk: question.risk.name(),
        lookup: question.lookup.name(),
        format: question.format.name(),
        minutes: question.minutes,
        better: question.better.as_ref().map(|id| id.value.as_str()),
        why_not: plain(plan, question.why_not.as_ref()),
        look_up_at: list(&question.look_up_at),
        facets,
        tags: question.keywords.iter().map(|word| word.value.as_str()).collect(),
        sources: question.sources.iter().map(|id| id.value.as_str()).collect(),
        updated_on: question.review.updated_on.map(|day| day.to_string()),
        reviewed_on: question.review.reviewed_on.as_ref().map(|day| day.value.to_string()),
    }
}

fn plain(plan: &Plan, prose: Option<&Prose>) -> Option<String> {
    prose.map(|prose| plan.plain(prose))
}
