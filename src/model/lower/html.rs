use crate::diag::{Code, Diagnostic, Span};

use super::Context;

/// What becomes of HTML in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Html {
    /// The browser obeys it, because the book says so.
    Obeyed,
    /// Readers see it as it was written.
    Shown,
    /// It is a comment.
    Hidden,
}

impl Context<'_> {
    /// What becomes of this tag, comment or block at `span`; what is shown as text is reported.
    pub(super) fn html(&mut self, html: &str, span: Span) -> Html {
        if self.grammar.unsafe_html {
            return Html::Obeyed;
        }
        self.plain_html(
            html,
            span,
            "write it in Markdown, or set `unsafe-html = true` under `[build]` if you trust every author".to_owned(),
        )
    }

    /// The same in a text that no browser reads: a message.
    pub(super) fn html_in_message(&mut self, html: &str, span: Span) -> Html {
        let help = match blank(html) {
            Some(slot) => format!("write a blank as a slot: `{{{slot}}}`"),
            None => "leave the tags out, a message is plain text; a blank is a slot, such as `{your_name}`".to_owned(),
        };
        self.plain_html(html, span, help)
    }

    fn plain_html(&mut self, html: &str, span: Span, help: String) -> Html {
        if is_comment(html) {
            return Html::Hidden;
        }
        // Of a closing tag, the opening one was reported.
        if !html.trim_start().starts_with("</") {
            self.report.add(Diagnostic::new(Code::RawHtml, span, "raw HTML is shown as text").help(help));
        }
        Html::Shown
    }
}

/// Whether this tag, block or line of a block is a comment, which nobody but the author is to see.
pub(super) fn is_comment(html: &str) -> bool {
    html.trim_start().starts_with("<!--")
}

/// The slot that is meant by `<your name>`, as blanks are marked in word processors: a tag of several words has attributes with values.
fn blank(html: &str) -> Option<String> {
    let words = html.trim().strip_prefix('<')?.strip_suffix('>')?;
    let is_blank =
        words.contains(char::is_whitespace) && words.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "_-".contains(c));
    is_blank.then(|| words.split_whitespace().collect::<Vec<_>>().join("_"))
}
