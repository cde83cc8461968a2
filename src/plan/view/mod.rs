//! What a template sees: one complete [`View`] and nothing else. Every address in it is relative to the page it is on, every
//! text is finished HTML (`*_html`) or plain text to be escaped. The clock, the environment and the preview are never in it.

mod block;
mod site;
mod view;

pub use block::{BlockContent, BlockView, CoverageRowView, CoverageView, PartView, RowView, StepView, WayView};
pub use site::SiteView;
pub use view::{
    AskView, CardView, ChecklistView, CitationView, ClaimView, FacetLabelView, GroupView, IndexGroupView, ItemView, LinkView, NavView,
    OutlineView, PrintView, QuestionListView, QuestionView, SectionView, SlotView, SourceView, TemplateView, TermView, ValueView, View,
    WholeListView,
};
