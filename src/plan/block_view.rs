use std::collections::BTreeMap;

use crate::model::{Block, Comparison, Coverage, Data, FacetTag, Kind, Link, MinutePlan, Query, Step, Target};

use super::leaf::Leaf;
use super::page_view::facet_label;
use super::view::{
    BlockContent, BlockView, CoverageRowView, CoverageView, FacetLabelView, PartView, QuestionView, RowView, StepView, TemplateView,
    ValueView, WayView,
};
use super::{CardPlace, Plan, route};

impl Leaf<'_> {
    /// Builds a block and gives its number on the page; none if it names something that is not there, which was reported.
    pub(super) fn block(&mut self, block: &Block) -> Option<usize> {
        let plan = self.plan;
        let content = match block {
            Block::Questions { title, query, list } => self.questions(title.as_deref(), query, *list),
            Block::Template(id) => BlockContent::Template(Box::new(self.template(id)?)),
            Block::Checklist(id) => {
                let page = &plan.book.pages[plan.catalogue.checklist(id)?];
                let Kind::Checklist(list) = &page.kind else { return None };
                BlockContent::Checklist(plan.checklist_view(self, page, list))
            }
            Block::Steps(steps) => BlockContent::Steps(steps.iter().map(|step| self.step(step)).collect()),
            Block::Compare(table) => self.compare(table),
            Block::Minutes(minutes) => self.minutes(minutes),
            Block::Stages(stages) => {
                let ways = stages.iter().map(|stage| {
                    let time = stage.time.as_deref().map(|time| plan.fill(time));
                    let text_html = self.inline_of(stage.text.as_ref());
                    WayView { label: plan.fill(&stage.label), text_html, url: stage.link.as_ref().and_then(|link| self.to(link)), time }
                });
                BlockContent::Stages(ways.collect())
            }
            Block::Circles(circles) => {
                let ways = circles.iter().map(|circle| {
                    let text_html = self.inline_of(circle.text.as_ref());
                    WayView { label: plan.fill(&circle.label), text_html, ..WayView::default() }
                });
                BlockContent::Circles(ways.collect())
            }
            Block::Doors(doors) => {
                let ways = doors.iter().map(|door| {
                    let text_html = self.inline_of(door.text.as_ref());
                    WayView { label: plan.fill(&door.label), text_html, url: self.to(&door.link), time: None }
                });
                BlockContent::Doors(ways.collect())
            }
            Block::Coverage(coverage) => BlockContent::Coverage(self.coverage(coverage)),
            Block::Custom { name, data, queries, facets } => self.custom(name, data, queries, facets),
        };
        let id = format!("{}block-{}", self.own_id(), self.blocks.len() + 1);
        let root = plan.routes.root(self.from);
        Some(self.add_block(BlockView { name: block.name().to_owned(), id, root, content }))
    }

    /// On a card there are no cards again.
    fn questions(&mut self, title: Option<&str>, query: &Query, list: bool) -> BlockContent {
        let plan = self.plan;
        let (mut cards, mut asks) = (Vec::new(), Vec::new());
        for number in plan.catalogue.find(&plan.book, query) {
            if list || self.card.is_some() {
                asks.push(plan.ask_view(self, number));
            } else {
                cards.push(self.list_card(CardPlace::Text(number)));
            }
        }
        BlockContent::Questions { title: title.map(|title| plan.fill(title)), cards, asks }
    }

    fn found(&mut self, query: &Query) -> Vec<QuestionView> {
        let plan = self.plan;
        let numbers = plan.catalogue.find(&plan.book, query);
        plan.question_views(self, &numbers)
    }

    /// The address behind a link that stands alone.
    fn to(&self, link: &Link) -> Option<String> {
        match &link.target {
            Target::External(url) => Some(url.clone()),
            _ => self.plan.routes.resolve(self.from, link).map(|address| self.href(&address)),
        }
    }

    fn template(&mut self, id: &str) -> Option<TemplateView> {
        let plan = self.plan;
        let page = &plan.book.pages[plan.catalogue.template(id)?];
        let Kind::Template(template) = &page.kind else { return None };
        Some(plan.template_view(self, page, template))
    }

    fn step(&mut self, step: &Step) -> StepView {
        StepView { title_html: self.inline_of(step.title.as_ref()), text_html: self.html(&step.text) }
    }

    fn compare(&mut self, table: &Comparison) -> BlockContent {
        let rows = table.rows.iter().map(|row| RowView {
            good_html: self.inline_of(row.good.as_ref()),
            bad_html: self.inline_of(row.bad.as_ref()),
            why_html: self.inline_of(row.why.as_ref()),
        });
        let rows = rows.collect();
        BlockContent::Compare { title: table.title.as_deref().map(|title| self.plan.fill(title)), rows }
    }

    fn minutes(&mut self, minutes: &MinutePlan) -> BlockContent {
        let total: f64 = minutes.parts.iter().map(|part| part.value).sum();
        let share = |value: f64| if total > 0.0 { (value / total * 1000.0).round() as u32 } else { 0 };
        let mut gone = 0.0;
        let mut parts = Vec::new();
        for part in &minutes.parts {
            let start = share(gone);
            gone += part.value;
            // From start to start, so that roundings never leave a gap or an overlap in the drawing.
            parts.push(PartView {
                label: self.plan.fill(&part.label),
                value: number(part.value),
                start,
                share: share(gone) - start,
                about_html: self.inline_of(part.about.as_ref()),
            });
        }
        let title = minutes.title.as_deref().map(|title| self.plan.fill(title));
        let unit = if minutes.seconds { "seconds" } else { "minutes" };
        BlockContent::Minutes { title, unit, total: number(total), parts }
    }

    fn coverage(&self, coverage: &Coverage) -> Vec<CoverageView> {
        let plan = self.plan;
        let facets = coverage.facets.iter().filter_map(|at| Some((*at, plan.book.config.facets.get(usize::from(*at))?)));
        let of_facet = |(at, facet): (u16, &crate::config::Facet)| {
            let minimum = coverage.minimum.get(&at).copied().unwrap_or(0);
            let rows = facet.values.iter().enumerate().map(|(value_number, value)| {
                let tag = FacetTag { facet: at, value: value_number as u16 };
                let matching = plan.catalogue.matching(tag).all.len();
                CoverageRowView {
                    label: value.label.clone(),
                    url: self.url(&route::facet_page(&facet.id, &value.id, 1)),
                    exact: plan.catalogue.exact(tag).len(),
                    matching,
                    minimum,
                    met: matching >= minimum as usize,
                }
            });
            CoverageView { label: facet.label.clone(), rows: rows.collect() }
        };
        facets.map(of_facet).collect()
    }

    fn custom(&mut self, name: &str, data: &Data, queries: &BTreeMap<String, Query>, facets: &[u16]) -> BlockContent {
        let plan = self.plan;
        let queries = queries.iter().map(|(key, query)| (key.clone(), self.found(query))).collect();
        let templates = if name == "composer" { self.all_templates() } else { Vec::new() };
        let json = plan.script_json(data);
        BlockContent::Custom { data: filled(data, plan), json, queries, templates, facets: self.forms(facets) }
    }

    fn all_templates(&mut self) -> Vec<TemplateView> {
        let plan = self.plan;
        let templates = plan.book.pages.iter().filter_map(|page| match &page.kind {
            Kind::Template(template) => Some((page, template)),
            _ => None,
        });
        templates.map(|(page, template)| plan.template_view(self, page, template)).collect()
    }

    fn forms(&self, facets: &[u16]) -> Vec<FacetLabelView> {
        let plan = self.plan;
        let facets = facets.iter().filter_map(|at| Some((*at, plan.book.config.facets.get(usize::from(*at))?)));
        let form = |(at, facet): (u16, &crate::config::Facet)| {
            let values = facet.values.iter().enumerate().map(|(value_number, value)| ValueView {
                id: value.id.value.clone(),
                label: value.label.clone(),
                url: self.url(&route::facet_page(&facet.id, &value.id, 1)),
                count: plan.catalogue.matching(FacetTag { facet: at, value: value_number as u16 }).all.len(),
                current: false,
            });
            facet_label(facet, values.collect())
        };
        facets.map(form).collect()
    }
}

impl Plan {
    /// Data as JSON that cannot end the script element it stands in.
    fn script_json(&self, data: &Data) -> String {
        let json = serde_json::to_string(&filled(data, self)).unwrap_or_default();
        json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
    }
}

/// The data with variables filled in.
fn filled(data: &Data, plan: &Plan) -> Data {
    match data {
        Data::Text(text) => Data::Text(plan.fill(text)),
        Data::List(items) => Data::List(items.iter().map(|item| filled(item, plan)).collect()),
        Data::Map(map) => Data::Map(map.iter().map(|(key, value)| (key.clone(), filled(value, plan))).collect()),
        Data::Null | Data::Flag(_) | Data::Number(_) => data.clone(),
    }
}

/// A number as people write it: `4`, `0.5`.
fn number(value: f64) -> String {
    let rounded = (value * 1000.0).round() / 1000.0;
    rounded.to_string()
}
