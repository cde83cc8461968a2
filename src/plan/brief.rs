use jiff::civil::Date;

use crate::model::Review;

use super::{Job, JobKind, Plan};

/// What feeds say of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brief {
    /// Plain text.
    pub title: String,
    /// Plain text; may be empty.
    pub summary: String,
    /// The later one of the days of its last change and its last review.
    pub changed: Option<Date>,
}

impl Plan {
    /// What feeds say of a Markdown page, a bank's first page or a question; none for anything else.
    pub fn brief(&self, job: &Job) -> Option<Brief> {
        let (title, summary, review) = match job.kind {
            JobKind::Page(number) => {
                let page = &self.book.pages[number];
                (self.fill(&page.title), page.summary.as_ref(), &page.review)
            }
            JobKind::Bank { bank, number: 1 } => {
                let bank = &self.book.banks[bank];
                (self.fill(&bank.title), bank.summary.as_ref(), &bank.review)
            }
            JobKind::Question(number) => {
                let question = self.catalogue.question(&self.book, number).0;
                (self.headline(&question.ask), question.reveals.as_ref(), &question.review)
            }
            _ => return None,
        };
        let summary = summary.map_or_else(String::new, |summary| self.plain(summary));
        Some(Brief { title, summary, changed: changed(review) })
    }

    /// Pages and banks in reading order under the titles of their sections; what lies outside of sections first, under the
    /// book's.
    pub fn sections(&self) -> Vec<(String, Vec<&Job>)> {
        let mut sections: Vec<(String, Vec<&Job>)> = Vec::new();
        for entry in &self.nav.reading {
            let heading = self.heading_of(*entry);
            let found = self.jobs.binary_search_by(|job| (*job.address).cmp(self.nav.entries[*entry].address.as_str()));
            let Ok(at) = found else { continue };
            match sections.last_mut().filter(|(last, _)| *last == heading) {
                Some((_, jobs)) => jobs.push(&self.jobs[at]),
                None => sections.push((heading, vec![&self.jobs[at]])),
            }
        }
        sections
    }
}

/// The later one of two days.
pub(super) fn changed(review: &Review) -> Option<Date> {
    review.updated_on.max(review.reviewed_on.as_ref().map(|day| day.value))
}
