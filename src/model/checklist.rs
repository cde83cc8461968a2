use super::Prose;

/// Things to tick off, in groups.
#[derive(Clone, Debug, Default)]
pub struct Checklist {
    /// In the order of the file.
    pub groups: Vec<Group>,
}

/// Items under one heading.
#[derive(Clone, Debug)]
pub struct Group {
    /// The heading's words; none before the first heading.
    pub title: Option<String>,
    /// The heading's anchor.
    pub id: Option<String>,
    /// The items.
    pub items: Vec<Item>,
}

/// One thing to tick off.
#[derive(Clone, Debug)]
pub struct Item {
    /// Stable within its page as long as the words stay: made from them.
    pub id: String,
    /// What to do.
    pub text: Prose,
    /// Why: the nested paragraph.
    pub reason: Option<Prose>,
}
