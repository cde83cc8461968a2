use crate::diag::{Code, nearest};

use super::console::{Console, Exit};

/// Prints what a code means, or the list of them.
pub(super) fn run(code: Option<&str>, console: Console) -> Exit {
    let Some(word) = code else {
        let width = Code::ALL.iter().map(|code| code.slug().len()).max().unwrap_or(0);
        let line = |code: &Code| format!("{:width$}  {:7}  {}\n", code.slug(), code.severity().name(), headline(*code));
        return console.print(Code::ALL.iter().map(line).collect::<String>());
    };
    match Code::from_slug(word) {
        Some(code) => console.print(code.explanation()),
        None => {
            let near = nearest(word, Code::ALL.iter().map(|code| code.slug()));
            let help = near.map_or("run `prepbook explain` for the list".to_owned(), |near| format!("did you mean `{near}`?"));
            console.fail(format_args!("there is no code `{word}`"), help)
        }
    }
}

/// The first line of the explanation, without the mark of a heading.
fn headline(code: Code) -> &'static str {
    code.explanation().lines().next().unwrap_or_default().trim_start_matches('#').trim()
}
