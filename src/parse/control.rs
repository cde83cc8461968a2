use crate::diag::{Code, Diagnostic, Report, Source, Span};

/// Reports where a file had control characters, one problem for those that follow on one another.
pub fn report_controls(source: &Source, report: &mut Report) {
    let follow = |a: &(u32, char), b: &(u32, char)| a.0 + 1 == b.0;
    for run in source.controls.chunk_by(follow) {
        let (start, first) = run[0];
        let span = Span::new(source.id, start as usize..start as usize + run.len());
        report.add(
            Diagnostic::new(Code::ControlCharacter, span, format!("the control character U+{:04X}", u32::from(first)))
                .label("read as a blank")
                .help(
                    "delete it and write a blank or begin a new line, whichever is meant; text copied from slides or a PDF brings it along",
                ),
        );
    }
}
