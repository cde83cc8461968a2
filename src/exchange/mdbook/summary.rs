use crate::parse::markdown::{Event, HeadingLevel, Tag, TagEnd, events};

/// A chapter as `SUMMARY.md` names it (mdBook manual, "SUMMARY.md").
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) title: String,
    /// From `src/`; none for a chapter that is not written yet.
    pub(super) path: Option<String>,
    /// The title of the part that it stands under.
    pub(super) part: Option<String>,
}

/// Every chapter in the order of reading: those before, in and after the numbered list, nested ones after the one they are in.
pub(super) fn entries(summary: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut part: Option<String> = None;
    let mut heading: Option<String> = None;
    let mut link: Option<Entry> = None;
    for (event, _) in events(summary).unwrap_or_default() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                // The first one is the title of the summary itself, if it stands before every chapter.
                part = heading.take().filter(|_| !found.is_empty());
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let path = dest_url.trim_start_matches("./");
                link = Some(Entry { title: String::new(), path: (!path.is_empty()).then(|| path.to_owned()), part: part.clone() });
            }
            Event::End(TagEnd::Link) => found.extend(link.take()),
            Event::Text(words) | Event::Code(words) => match (&mut link, &mut heading) {
                (Some(entry), _) => entry.title.push_str(&words),
                (None, Some(title)) => title.push_str(&words),
                _ => {}
            },
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::entries;

    #[test]
    fn chapters_come_in_the_order_of_reading() {
        let summary = "# Summary\n\n[Preface](preface.md)\n\n# Part one\n\n- [One](one.md)\n  - [Deep `er`](./a/deep.md)\n- [Later]()\n\n---\n\n[End](end.md)\n";
        let found = entries(summary);
        let shown: Vec<_> = found.iter().map(|entry| (entry.title.as_str(), entry.path.as_deref(), entry.part.as_deref())).collect();
        assert_eq!(
            shown,
            [
                ("Preface", Some("preface.md"), None),
                ("One", Some("one.md"), Some("Part one")),
                ("Deep er", Some("a/deep.md"), Some("Part one")),
                ("Later", None, Some("Part one")),
                ("End", Some("end.md"), Some("Part one")),
            ]
        );
    }
}
