//! A page with holes for its words. What a guide is called and where its links lead is nothing that the built-in templates decide by, save
//! whether it is there: most guides of a book are one of a few dozen drawings with other words in it.

use crate::diag::Fingerprint;
use crate::plan::PART_MARK;
use crate::plan::view::{LinkView, NavView, SectionView, View};

use super::rows;

/// The words of a view in their order, borrowed as the view is.
macro_rules! words {
    ($view:expr) => {{
        let View {
            title,
            head_title,
            summary,
            canonical,
            card,
            edit_url,
            markdown_url,
            print_url,
            author,
            crumbs,
            section,
            previous,
            next,
            ..
        } = $view;
        let optional = [canonical, card, edit_url, markdown_url, print_url, author].into_iter().flatten();
        let links = crumbs.into_iter().chain(previous).chain(next).flat_map(|LinkView { title, url }| [title, url]);
        let section = section.into_iter().flat_map(|SectionView { title, url, pages, .. }| {
            let pages = pages.into_iter().flat_map(|NavView { title, url, .. }| [title, url]);
            [title, url].into_iter().chain(pages)
        });
        [title, head_title, summary].into_iter().chain(optional).chain(links).chain(section)
    }};
}

/// Whether a page can be drawn with a stencil: a guide without a list that few guides have.
pub(super) fn is_for(view: &View) -> bool {
    view.kind == "guide" && view.citations.is_empty()
}

/// The words that belong into the holes.
pub(super) fn words(view: &View) -> Vec<&str> {
    words!(view).map(String::as_str).collect()
}

/// All that the templates see of a page whose words are in holes. `is_site` is whether it is called what the site is.
pub(super) fn shape(view: &View, is_site: bool) -> Fingerprint {
    let View { language, direction, root, draft, section, .. } = view;
    let said = [&view.canonical, &view.card, &view.json_ld, &view.edit_url, &view.markdown_url, &view.print_url, &view.author];
    let said = said.map(Option::is_some);
    let links = (view.crumbs.len(), view.previous.is_some(), view.next.is_some());
    let lists = (view.outline.len().min(2), view.children.is_empty(), view.related.is_empty());
    let section = section.as_ref().map(|section| (section.count, section.pages.iter().map(|page| page.current).collect::<Vec<_>>()));
    let empty: Vec<usize> = words!(view).enumerate().filter(|(_, word)| word.is_empty()).map(|(number, _)| number).collect();
    let facts = (draft, view.body_html.is_empty(), is_site);
    Fingerprint::of_value(&(language, direction, root, facts, said, links, lists, section, empty))
}

/// A view that stands for all of one shape: it has marks where they have words.
pub(super) fn holes(view: &View, is_site: bool) -> View {
    let mut holes = rows::without(view);
    for (number, word) in words!(&mut holes).enumerate().filter(|(_, word)| !word.is_empty()) {
        *word = format!("{PART_MARK}w{number}{PART_MARK}");
    }
    if let Some(data) = &mut holes.json_ld {
        *data = format!("{PART_MARK}j{PART_MARK}");
    }
    if is_site {
        holes.title.clone_from(&view.title);
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::super::furniture::is_apart;
    use super::super::rows::List;
    use std::fs;
    use std::path::Path;

    /// What the tags of a template say, and of those that it extends and includes, save what is drawn apart.
    fn tags(name: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
        let text = fs::read_to_string(folder.join(name)).expect("a template of the theme").replace("{%", "{{").replace("%}", "}}");
        let text = text.replace("words.page.", "words.");
        let tags = text.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()).map(|tag| tag.trim_matches(['-', ' ']));
        let within = |tag: &str| match tag.split('"').collect::<Vec<_>>()[..] {
            ["include " | "extends ", part, ""] if part.starts_with("icons/") || is_apart(part) => Vec::new(),
            ["include " | "extends ", part, ""] => super::tests::tags(part),
            _ => vec![tag.to_owned()],
        };
        tags.flat_map(within).collect()
    }

    /// The fields that are looked at.
    fn fields(text: &str) -> impl Iterator<Item = &str> {
        let ends = |c: char| !(c.is_ascii_lowercase() || matches!(c, '_' | '.'));
        text.split("page.").skip(1).map(move |rest| rest.split(ends).next().unwrap_or_default())
    }

    #[test]
    fn of_words_the_templates_ask_only_whether_they_are_there() {
        let words = "title head_title summary canonical card json_ld edit_url markdown_url print_url author crumbs section.title section.url \
                     previous.title previous.url next.title next.url";
        let facts = "kind language direction root draft body_html outline section.count section.pages";
        let lists = "section previous next children related citations";
        for tag in tags("pages/guide.html") {
            let all: Vec<&str> = [words, facts, lists].iter().flat_map(|names| names.split_whitespace()).collect();
            assert!(fields(&tag).all(|field| all.contains(&field)), "{tag}");
            let asks = ["if ", "elif "].iter().find_map(|word| tag.strip_prefix(word)).unwrap_or(&tag);
            for part in asks.split(" and ").flat_map(|part| part.split(" or ")).map(|part| part.trim_start_matches("not ")) {
                let is_plain = part.chars().all(|c| c.is_ascii_lowercase() || matches!(c, '_' | '.'));
                let is_known = ["page.title != site.title", "page.json_ld | safe"].contains(&part) || part.starts_with("for link in page.");
                let is_word = |field: &str| words.split_whitespace().any(|word| word == field);
                let is_filled = part.starts_with("words.author | replace(");
                assert!(is_plain || is_known || is_filled || !(part.contains("link.") || fields(part).any(is_word)), "{part}");
            }
        }
    }

    #[test]
    fn of_rows_the_templates_ask_only_what_tells_their_shapes_apart() {
        let known = "heading.id|heading.title|heading.level|heading.level < 4|card.title|card.url|card.kind|card.count|card.summary|\
                     card.risk and card.risk != \"safe\"|group.title|set question = card";
        let (facts, rows) = List::ALL.into_iter().partition::<Vec<_>, _>(|list| *list == List::Facts);
        for tag in facts.into_iter().flat_map(|list| tags(list.template())) {
            assert!(fields(&tag).all(|field| ["kind", "reading_minutes", "reviewed_on", "updated_on"].contains(&field)), "{tag}");
        }
        for tag in rows.into_iter().flat_map(|list| tags(list.template())) {
            let asks = ["if ", "elif "].iter().find_map(|word| tag.strip_prefix(word)).unwrap_or(&tag);
            let starts = ["card.kind == \"", "question.risk == \"", "<count n={card.count} ", "for "];
            let is_known = known.split('|').any(|known| known == asks) || starts.iter().any(|start| asks.starts_with(start));
            let names = ["page", "heading", "card", "group", "question", "loop"];
            assert!(is_known || names.iter().all(|name| !tag.contains(name)), "{tag}");
        }
    }

    #[test]
    fn of_lists_whose_rows_are_apart_the_other_templates_ask_only_whether_they_are_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/pages");
        let pages = fs::read_dir(folder).expect("the theme").map(|page| page.expect("a template").file_name());
        for tag in pages.flat_map(|page| tags(&format!("pages/{}", page.display()))) {
            // With enough rows left to tell these, see `rows::without`.
            let asked = ["if page.outline | length > 1", "if page.children", "and not page.children", "if page.related"];
            let rest = asked.iter().fold(tag.clone(), |tag, asked| tag.replace(asked, ""));
            assert!(fields(&rest).all(|field| !["outline", "children", "related", "index"].contains(&field)), "{tag}");
        }
    }
}
