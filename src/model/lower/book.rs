use std::sync::Arc;

use crate::config::Config;
use crate::model::{Asset, Bank, Book, Hidden, Page, ReadingOrder, Status};

use super::Lowered;

/// Puts the files of a book together, whatever their order is. Without `drafts`, pages that are drafts and questions
/// that are drafts are left out; questions that are off always are.
pub fn assemble(config: Arc<Config>, files: impl IntoIterator<Item = Lowered>, assets: Vec<Asset>, drafts: bool) -> Book {
    let mut book = Book { assets, ..Book::new(config) };
    for file in files {
        match file {
            Lowered::Page(page) if drafts || !page.draft => book.pages.push(page),
            Lowered::Bank(bank) => book.banks.push(published(bank, drafts, &mut book.hidden)),
            Lowered::Records(records) => {
                book.slots.extend(records.slots.iter().cloned());
                book.sources.extend(records.sources.iter().cloned());
                book.claims.extend(records.claims.iter().cloned());
                book.glossary.extend(records.glossary.iter().cloned());
            }
            Lowered::Page(page) => {
                book.hidden.pages.insert(page.path.clone());
            }
            Lowered::Nothing => {}
        }
    }
    book.pages.sort_by(|a: &Arc<Page>, b| a.path.cmp(&b.path));
    let reading = ReadingOrder::new(&book.pages);
    book.banks.sort_by_cached_key(|bank| reading.place(&bank.path, bank.order));
    book
}

fn published(bank: Arc<Bank>, drafts: bool, hidden: &mut Hidden) -> Arc<Bank> {
    let shown = |status: Status| status == Status::Reviewed || drafts && status == Status::Draft;
    if bank.questions.iter().all(|question| shown(question.status)) {
        return bank;
    }
    let left_out = bank.questions.iter().filter(|question| !shown(question.status));
    hidden.questions.extend(left_out.map(|question| (question.id.value.clone(), question.status)));
    let questions = bank.questions.iter().filter(|question| shown(question.status)).cloned().collect();
    Arc::new(Bank { questions, ..Bank::clone(&bank) })
}
