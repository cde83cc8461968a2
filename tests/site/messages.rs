//! What is copied of a message: its Markdown as plain text, with nothing lost.

use crate::support::{between, build, text};

fn message(markdown: &str) -> String {
    let page = format!("---\nkind: template\nsummary: A letter.\nslots: [{{ id: room }}]\n---\n{markdown}\n\n## Advice\n");
    let page = text(&build([("content/letter.md", page.as_str())]), "letter.html");
    between(&page, "<div class=\"message\">", "</div>").replace("<span class=\"blank\" data-slot=\"room\">room</span>", "{room}")
}

#[test]
fn tags_are_words() {
    assert_eq!(
        message("Dear <your name>, <b>do</b> reply.<!-- no -->\n\n<!-- nor\nthis -->\n\n<p>\nBye {room}\n<!-- nor -->\n</p>"),
        "Dear &lt;your name&gt;, &lt;b&gt;do&lt;/b&gt; reply.\n\n&lt;p&gt;\nBye {room}\n&lt;/p&gt;"
    );
}

#[test]
fn addresses_follow_the_words_that_are_linked() {
    assert_eq!(
        message("[t](https://y.org) [a&b](https://y.org/{room} \"x\") <https://z.org> [z.org](https://z.org) <a@b.org> *{room}*"),
        "t (https://y.org) a&amp;b (https://y.org/{room}) https://z.org z.org a@b.org {room}"
    );
}

#[test]
fn every_part_begins_on_a_line_of_its_own() {
    let markdown =
        "One:\n```\ncode {room}\n```\n1. a\n\n   b\n2. - [ ] c\n   - [x] d\n\n| k | l |\n|---|---|\n|   | m |\n\n***\n\nEnd [^n]";
    assert_eq!(message(markdown), "One:\n\ncode {room}\n\n1. a\nb\n2. - [ ] c\n- [x] d\n\nk | l\n | m\n\n***\n\nEnd [^n]");
}
