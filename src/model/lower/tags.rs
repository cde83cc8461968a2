use crate::config::Facet;
use crate::diag::{Code, Diagnostic, Report, Spanned, nearest};
use crate::model::{FacetTag, Tags};
use crate::parse::Fields;

/// Takes the facets of the book out of a mapping.
pub(super) fn read(fields: &mut Fields<'_>, facets: &[Facet], report: &mut Report) -> Tags {
    let mut tags = Tags::default();
    fields.take_facets();
    for (index, facet) in facets.iter().enumerate() {
        let values = fields.strings(&facet.id, report);
        if let Some(second) = values.get(1).filter(|_| !facet.many) {
            report.add(
                Diagnostic::new(Code::WrongType, second.span, format!("`{}` has several values and may have one", *facet.id))
                    .label("the second one")
                    .help(format!("keep one, or set `many = true` under `[facets.{}]` in book.toml", *facet.id)),
            );
        }
        for found in values.iter().filter_map(|word| value(index as u16, facet, word, report)) {
            tags.insert(found);
        }
    }
    tags
}

/// The value of a facet that `word` names; one that it does not have is reported.
pub(super) fn value(index: u16, facet: &Facet, word: &Spanned<String>, report: &mut Report) -> Option<FacetTag> {
    let value = facet.value_index(word);
    if value.is_none() {
        let all = facet.values.iter().map(|value| value.id.as_str());
        let listed = all.clone().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
        report.add(
            Diagnostic::new(Code::UnknownValue, word.span, format!("`{}` is not a value of `{}`", word.value, *facet.id))
                .label(format!("not declared in `[facets.{}]`", *facet.id))
                .did_you_mean(nearest(word, all), format!("use one of {listed}, or declare it in book.toml")),
        );
    }
    value.map(|value| FacetTag { facet: index, value })
}

/// The index of the facet with this id; one that the book does not have is reported.
pub(super) fn facet(id: &Spanned<String>, facets: &[Facet], report: &mut Report) -> Option<u16> {
    let index = facets.iter().position(|facet| *facet.id == **id);
    if index.is_none() {
        report.add(
            Diagnostic::new(Code::UnknownId, id.span, format!("the book has no facet `{}`", id.value))
                .did_you_mean(nearest(id, facets.iter().map(|facet| facet.id.as_str())), "declare it in book.toml under `[facets]`"),
        );
    }
    index.map(|index| index as u16)
}
