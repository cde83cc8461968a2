use crate::model::{Checklist, Message, MessagePiece, Page, Slot, Template};

use super::Plan;
use super::escape;
use super::leaf::Leaf;
use super::view::{ChecklistView, GroupView, ItemView, SlotView, TemplateView};

impl Plan {
    pub(super) fn template_view(&self, leaf: &mut Leaf<'_>, page: &Page, template: &Template) -> TemplateView {
        let slots = self.slots_of(template);
        let channel = template.channel.as_ref().and_then(|id| self.book.config.channels.iter().find(|channel| *channel.id == id.value));
        let unit = channel.map_or_else(Default::default, |channel| channel.unit);
        let example = |name: &str| slots.iter().find(|slot| *slot.id == name).and_then(|slot| example_of(slot));
        let variable = |name: &str| self.variable(name).to_owned();
        let filled = template.message.fill(|name| example(name).unwrap_or_else(|| format!("{{{name}}}")), variable);
        let plain = |message: &Message| message.fill(|name| format!("{{{name}}}"), variable);
        TemplateView {
            id: page.id.value.clone(),
            title: self.fill(&page.title),
            url: leaf.url(self.routes.page(&page.path).unwrap_or_default()),
            channel: channel.map_or_else(String::new, |channel| channel.id.value.clone()),
            channel_label: channel.map_or_else(String::new, |channel| channel.label.clone()),
            unit: unit.name(),
            soft: template.limit.and_then(|limit| limit.soft),
            hard: template.limit.and_then(|limit| limit.hard).map(|hard| hard.value),
            when_html: leaf.html_of(template.when.as_ref()),
            subject: template.subject.as_ref().map(plain),
            subject_html: template.subject.as_ref().map(|subject| self.message_html(leaf, subject, &slots)),
            message: plain(&template.message),
            message_html: self.message_html(leaf, &template.message, &slots),
            example_length: unit.count(&filled),
            example: filled,
            dos: leaf.inlines(&template.dos),
            donts: leaf.inlines(&template.donts),
            slots: slots.into_iter().map(slot_view).collect(),
        }
    }

    /// The slots that a template uses, in the order of their first use; its own before the book's of the same name.
    fn slots_of<'a>(&'a self, template: &'a Template) -> Vec<&'a Slot> {
        let mut slots: Vec<&Slot> = Vec::new();
        let used = template.subject.iter().flat_map(Message::slots).chain(template.message.slots());
        for name in used {
            if slots.iter().all(|slot| slot.id.value != name.value) {
                let mut declared = template.slots.iter().chain(&self.book.slots);
                slots.extend(declared.find(|slot| slot.id.value == name.value));
            }
        }
        slots
    }

    fn message_html(&self, leaf: &Leaf<'_>, message: &Message, slots: &[&Slot]) -> String {
        let mut html = String::new();
        for piece in &message.pieces {
            match piece {
                MessagePiece::Text(text) => escape::push(&mut html, text),
                MessagePiece::Variable(name) => escape::push(&mut html, self.variable(name)),
                MessagePiece::Slot(name) => match slots.iter().find(|slot| slot.id.value == name.value) {
                    Some(slot) => html.push_str(&blank(name, &slot.label)),
                    None => html.push_str(&leaf.blank(name)),
                },
            }
        }
        html
    }

    pub(super) fn checklist_view(&self, leaf: &mut Leaf<'_>, page: &Page, list: &Checklist) -> ChecklistView {
        let mut groups = Vec::new();
        for group in &list.groups {
            let mut items = Vec::new();
            for item in &group.items {
                let reason_html = leaf.html_of(item.reason.as_ref());
                items.push(ItemView { id: item.id.clone(), html: leaf.inline(&item.text), reason_html });
            }
            groups.push(GroupView { title: group.title.as_deref().map(|title| self.fill(title)), id: group.id.clone(), items });
        }
        let url = leaf.url(self.routes.page(&page.path).unwrap_or_default());
        ChecklistView { id: page.id.value.clone(), title: self.fill(&page.title), url, groups }
    }
}

/// What stands in a slot of the filled-in example: the example, else what stands there first, else the first choice.
fn example_of(slot: &Slot) -> Option<String> {
    slot.example.clone().or_else(|| slot.default.clone()).or_else(|| slot.options.first().cloned())
}

fn blank(name: &str, label: &str) -> String {
    format!("<span class=\"blank\" data-slot=\"{}\">{}</span>", escape::html(name), escape::html(label))
}

fn slot_view(slot: &Slot) -> SlotView {
    SlotView {
        id: slot.id.value.clone(),
        label: slot.label.clone(),
        kind: slot.kind.name(),
        required: slot.required,
        default: slot.default.clone(),
        max: slot.max,
        example: slot.example.clone(),
        help: slot.help.clone(),
        options: slot.options.clone(),
    }
}
