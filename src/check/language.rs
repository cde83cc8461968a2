use crate::diag::Spanned;
use crate::model::{Bank, Book, Page};

/// Whether a rule about English wording applies to this page.
pub(super) fn english_page(book: &Book, page: &Page) -> bool {
    english(page.language.as_ref(), book)
}

/// Whether a rule about English wording applies to the questions of this bank.
pub(super) fn english_bank(book: &Book, bank: &Bank) -> bool {
    english(bank.language.as_ref(), book)
}

fn english(own: Option<&Spanned<String>>, book: &Book) -> bool {
    let tag = own.map_or(book.config.book.language.as_str(), |tag| tag.as_str());
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}
