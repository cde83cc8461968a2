use crate::diag::{Code, Severity};

/// What `[check]` says of one code: `code = "ignore"`, or with a reason and only for some files:
/// `code = { level = "ignore", reason = "…", paths = ["questions/old.yaml"] }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Which code.
    pub code: Code,
    /// The severity from now on; none: not reported.
    pub level: Option<Severity>,
    /// Why, for whoever reads the file next.
    pub reason: Option<String>,
    /// The files it is limited to, by path from `content/`; empty: all.
    pub paths: Vec<String>,
}
