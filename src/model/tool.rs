use crate::config::Facet;
use crate::diag::{Report, Span};
use crate::parse::{Entry, Node, Value};

use super::shape::{Key, Shape, check_keys};
use Shape::{Facet as FacetId, Flag, List, Map, Number, Query, Text, Values, Whole, Word};

/// A tool that the built-in theme has: its block's name, and what its body may say.
#[derive(Debug)]
pub struct Tool {
    /// The info string.
    pub name: &'static str,
    keys: &'static [Key],
}

/// All of them.
pub const TOOLS: &[Tool] = &[
    Tool { name: "planner", keys: PLANNER },
    Tool { name: "pitch", keys: PITCH },
    Tool { name: "composer", keys: COMPOSER },
    Tool { name: "tracker", keys: TRACKER },
    Tool { name: "targets", keys: TARGETS },
    Tool { name: "notes", keys: NOTES },
    Tool { name: "reflection", keys: REFLECTION },
    Tool { name: "sorter", keys: SORTER },
    Tool { name: "reminder", keys: REMINDER },
];

/// What the keys of a custom block mean beyond being data.
#[derive(Debug, Default)]
pub struct ToolBody<'a> {
    /// Keys whose mappings are question queries, with the query's node.
    pub queries: Vec<&'a Entry>,
    /// Indices of the facets that its form asks for, in the book's order.
    pub facets: Vec<u16>,
}

/// Reads the body of the custom block `name`: a tool's is checked key by key, a block of the theme's own is taken as it is
/// (there, a mapping under `questions` is a query, and a list under `facets` names facets).
pub fn read_tool<'a>(name: &str, body: &'a Node, span: Span, facets: &[Facet], report: &mut Report) -> ToolBody<'a> {
    let Value::Mapping(entries) = &body.value else {
        if let Some(tool) = TOOLS.iter().find(|tool| tool.name == name) {
            // An empty body has no place of its own; its complaint stands at the fence.
            let empty = Node { value: Value::Mapping(Vec::new()), span };
            let shown = if matches!(body.value, Value::Null) { &empty } else { body };
            check_keys(shown, tool.name, tool.keys, facets, report);
        }
        return ToolBody::default();
    };
    let keys = match TOOLS.iter().find(|tool| tool.name == name) {
        Some(tool) => {
            check_keys(body, tool.name, tool.keys, facets, report);
            tool.keys
        }
        None => OWN,
    };
    let of_shape =
        |wanted: fn(&Shape) -> bool| entries.iter().filter(move |entry| keys.iter().any(|key| key.name == entry.key && wanted(&key.shape)));
    let queries = of_shape(|shape| matches!(shape, Query)).filter(|entry| matches!(entry.node.value, Value::Mapping(_))).collect();
    let mut named = Vec::new();
    for entry in of_shape(|shape| matches!(shape, FacetId | List(FacetId))) {
        let nodes = match &entry.node.value {
            Value::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(&entry.node),
        };
        let ids = nodes.iter().filter_map(Node::text);
        named.extend(ids.filter_map(|id| facets.iter().position(|facet| *facet.id == **id)).map(|at| at as u16));
    }
    named.sort_unstable();
    named.dedup();
    ToolBody { queries, facets: named }
}

/// A block of the theme's own.
const OWN: &[Key] = &[Key::may("questions", Query), Key::may("facets", List(&FacetId))];

const PLANNER: &[Key] = &[
    Key::may("length", Whole(5, 240)),
    Key::must("lengths", List(&Whole(5, 240))),
    Key::must("opening", Query),
    Key::must("middle", Query),
    Key::must("closing", Query),
    Key::may("prefer", List(&FacetId)),
    Key::may("match", List(&FacetId)),
    Key::may("depth", FacetId),
    Key::may("depths", List(&Text)),
    Key::may("vary", FacetId),
    Key::may("other", FacetId),
    Key::may("courtesy", Values),
    Key::may("needed", Map(&[Key::may("opening", Values), Key::may("middle", Values), Key::may("closing", Values)])),
    Key::may("first", List(&Text)),
    Key::must(
        "parts",
        List(&Map(&[
            Key::must("id", Text),
            Key::must("label", Text),
            Key::must("part", Word(&["opening", "middle", "closing", "own", "spare"])),
            Key::may("least", Number(0.0, 60.0)),
        ])),
    ),
    Key::must(
        "plans",
        List(&Map(&[
            Key::must("length", Whole(5, 240)),
            Key::must("minutes", List(&Number(0.0, 240.0))),
            Key::must("questions", List(&Whole(1, 40))),
            Key::may("introduction", Text),
        ])),
    ),
    Key::may("mismatches", List(&Map(&[Key::must("when", Values), Key::must("question", Values), Key::must("say", Text)]))),
    Key::may("more_time", Text),
];

const PITCH: &[Key] = &[
    Key::may("pace", Map(&[Key::must("least", Whole(40, 400)), Key::must("most", Whole(40, 400)), Key::must("usual", Whole(40, 400))])),
    Key::must(
        "shapes",
        List(&Map(&[
            Key::must("id", Text),
            Key::must("label", Text),
            Key::must("seconds", Whole(5, 3600)),
            Key::may("words", List(&Whole(1, 9999))),
            Key::must("parts", List(&Map(&[Key::must("label", Text), Key::must("seconds", Whole(1, 3600)), Key::may("starter", Text)]))),
        ])),
    ),
    Key::may("end_words", List(&Text)),
    Key::may("longest_sentence", Whole(5, 200)),
    Key::may("self_words", List(&Text)),
    Key::may("self_run", Whole(1, 20)),
];

const COMPOSER: &[Key] = &[
    Key::may("template", Text),
    Key::may(
        "tones",
        List(&Map(&[
            Key::must("id", Text),
            Key::must("label", Text),
            Key::may("about", Text),
            Key::may("greeting", Text),
            Key::may("thanks", Text),
            Key::may("minutes", Whole(1, 240)),
        ])),
    ),
    Key::may("greetings", List(&Text)),
    Key::may("closings", List(&Text)),
    Key::may("minutes_slot", Text),
    Key::may("reason_slots", List(&Text)),
    Key::may("generic_reasons", List(&Text)),
    Key::may("job_words", List(&Text)),
    Key::may("job_unless", List(&Text)),
    Key::may("name_slots", List(&Text)),
    Key::may("first_messages", List(&Text)),
];

const CHOICE: Shape = Map(&[Key::must("id", Text), Key::must("label", Text)]);

const TARGETS: &[Key] = &[
    Key::may("sheet", Flag),
    Key::may("rows", Whole(1, 100)),
    Key::may("aim", Whole(1, 1000)),
    Key::may("choose", Whole(1, 1000)),
    Key::may("industry", FacetId),
    Key::may("role", FacetId),
    Key::may("circles", List(&CHOICE)),
    Key::may("reason_max", Whole(10, 2000)),
];

const TRACKER: &[Key] = &[
    Key::may("sheet", Flag),
    Key::may("rows", Whole(1, 100)),
    Key::may("nudge_days", Whole(1, 90)),
    Key::may("closing_days", Whole(1, 180)),
    Key::may("thanks_days", Whole(0, 30)),
    Key::may("touch_days", List(&Whole(1, 1000))),
    Key::may("keep_days", Whole(1, 3660)),
    Key::may("working_days", List(&Whole(0, 6))),
    Key::may("industry", FacetId),
    Key::may("role", FacetId),
    Key::may("reason_max", Whole(10, 2000)),
    Key::may("learned_max", Whole(10, 2000)),
    Key::may("circles", List(&CHOICE)),
    Key::may("channels", List(&CHOICE)),
    Key::may("formats", List(&CHOICE)),
    Key::may(
        "statuses",
        List(&Map(&[Key::must("id", Text), Key::must("label", Text), Key::must("to", List(&Text)), Key::may("wait_days", Whole(1, 1000))])),
    ),
    Key::may("funnel", List(&Map(&[Key::must("label", Text), Key::must("statuses", List(&Text))]))),
];

const TICK: Shape = Map(&[Key::must("id", Text), Key::must("label", Text)]);

const NOTES: &[Key] = &[
    Key::may("title", Text),
    Key::may("sheet", Flag),
    Key::may("plan", Flag),
    Key::must(
        "sections",
        List(&Map(&[Key::must("id", Text), Key::must("label", Text), Key::may("lines", Whole(1, 40)), Key::may("plan", Flag)])),
    ),
    Key::may("ticks", List(&TICK)),
];

const REFLECTION: &[Key] = &[
    Key::may("title", Text),
    Key::may("sheet", Flag),
    Key::must(
        "groups",
        List(&Map(&[
            Key::must("id", Text),
            Key::must("label", Text),
            Key::must("prompts", List(&Map(&[Key::must("id", Text), Key::must("text", Text)]))),
        ])),
    ),
];

const SORTER: &[Key] = &[
    Key::must("look_up", Query),
    Key::must("both", Query),
    Key::must("ask", Query),
    Key::must(
        "heaps",
        List(&Map(&[Key::must("id", Word(&["look_up", "both", "ask"])), Key::must("label", Text), Key::may("about", Text)])),
    ),
    Key::may("tests", List(&Map(&[Key::must("ask", Text), Key::must("heap", Word(&["look_up", "both", "ask"]))]))),
];

const REMINDER: &[Key] = &[
    Key::must("days", Whole(0, 365)),
    Key::may("hour", Whole(0, 23)),
    Key::must("title", Text),
    Key::may(
        "also",
        List(&Map(&[
            Key::must("id", Text),
            Key::must("days", Whole(0, 1000)),
            Key::may("hour", Whole(0, 23)),
            Key::must("title", Text),
            Key::must("label", Text),
        ])),
    ),
];
