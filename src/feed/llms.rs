use crate::plan::{JobKind, Plan, route};

/// What there is, for language models and other readers of plain text: every page with its summary, by section; links lead to
/// the Markdown copies where there are any.
pub(super) fn llms(plan: &Plan) -> String {
    let mut text = format!("# {}\n", plan.site.title);
    if !plan.site.description.is_empty() {
        text.push_str(&format!("\n> {}\n", plan.site.description));
    }
    for (heading, jobs) in plan.sections() {
        text.push_str(&format!("\n## {heading}\n\n"));
        for job in jobs {
            let Some(brief) = plan.brief(job) else { continue };
            let copy = matches!(job.kind, JobKind::Page(_)) && plan.book.config.html.markdown_copies;
            let path = if copy { route::markdown_copy(&job.address) } else { job.address.to_string() };
            let colon = if brief.summary.is_empty() { "" } else { ": " };
            text.extend(["- [", &bracketed(&brief.title), "](", &address(plan, &path), ")", colon, &brief.summary, "\n"]);
        }
    }
    text.push_str(&format!("\n## Data\n\n- [Every question as JSON]({})\n", address(plan, route::API_INDEX)));
    text
}

fn address(plan: &Plan, path: &str) -> String {
    plan.routes.absolute(path).unwrap_or_else(|| plan.routes.relative(route::LLMS, path))
}

/// A title that may stand in the brackets of a Markdown link.
fn bracketed(title: &str) -> String {
    title.replace('[', "\\[").replace(']', "\\]").replace('\n', " ")
}
