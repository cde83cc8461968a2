use crate::diag::{Code, Diagnostic, Report};
use crate::model::{Image, Piece};

use super::run::Input;

/// Images without a text for those who cannot see them.
pub(super) fn check(input: &Input<'_>, report: &mut Report) {
    let images = input.book.prose().flat_map(|prose| prose.holes()).filter_map(|piece| match piece {
        Piece::Image(image) => Some(&**image),
        _ => None,
    });
    images.filter(|image: &&Image| image.alt.trim().is_empty()).for_each(|image| {
        report.add(
            Diagnostic::new(Code::MissingAlt, image.span, "this image has no text for those who cannot see it")
                .label("expected a text between the brackets")
                .help("say what the image tells: `![Three people at a table](…)`"),
        );
    });
}
