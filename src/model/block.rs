use std::collections::BTreeMap;

use serde::Serialize;

use crate::diag::Spanned;
use crate::parse::{Node, Value};

use super::{Link, Prose, Query};

/// A fenced block that means something.
#[derive(Clone, Debug)]
pub enum Block {
    /// Question cards.
    Questions {
        /// A heading for them.
        title: Option<String>,
        /// Which.
        query: Query,
        /// As a plain list of links, not as cards.
        list: bool,
    },
    /// A template by id.
    Template(Spanned<String>),
    /// A checklist by id.
    Checklist(Spanned<String>),
    /// Numbered steps.
    Steps(Vec<Step>),
    /// Do and don't.
    Compare(Comparison),
    /// A drawn plan of minutes or seconds.
    Minutes(MinutePlan),
    /// A drawn way.
    Stages(Vec<Stage>),
    /// Drawn circles, from the inside out.
    Circles(Vec<Circle>),
    /// Ways in, named by need.
    Doors(Vec<Door>),
    /// How many questions each facet value has.
    Coverage(Coverage),
    /// A tool or a block of the theme's own, with its body as data.
    Custom {
        /// The info string.
        name: String,
        /// The body.
        data: Data,
        /// Queries that stand in the body as mappings, by key: the planner's opening, middle, closing (see `read_tool`).
        queries: BTreeMap<String, Query>,
        /// Indices of the facets that its form asks for (see `read_tool`).
        facets: Vec<u16>,
    },
}

impl Block {
    /// Its info string, which is the name of its template.
    pub fn name(&self) -> &str {
        match self {
            Block::Questions { .. } => "questions",
            Block::Template(_) => "template",
            Block::Checklist(_) => "checklist",
            Block::Steps(_) => "steps",
            Block::Compare(_) => "compare",
            Block::Minutes(_) => "minutes",
            Block::Stages(_) => "stages",
            Block::Circles(_) => "circles",
            Block::Doors(_) => "doors",
            Block::Coverage(_) => "coverage",
            Block::Custom { name, .. } => name,
        }
    }
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What to do.
    pub title: Option<Prose>,
    /// How.
    pub text: Prose,
}

/// Do and don't.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// A heading.
    pub title: Option<String>,
    /// The pairs.
    pub rows: Vec<Row>,
}

/// A pair of a [`Comparison`]; one side may be missing.
#[derive(Clone, Debug)]
pub struct Row {
    /// What to do.
    pub good: Option<Prose>,
    /// What not to do.
    pub bad: Option<Prose>,
    /// Why.
    pub why: Option<Prose>,
}

/// A plan of time.
#[derive(Clone, Debug)]
pub struct MinutePlan {
    /// What it is a plan of.
    pub title: Option<String>,
    /// Whether the values are seconds.
    pub seconds: bool,
    /// Its parts in their order.
    pub parts: Vec<MinutePart>,
}

/// A part of a [`MinutePlan`].
#[derive(Clone, Debug)]
pub struct MinutePart {
    /// What happens.
    pub label: String,
    /// How long, in the plan's unit; above 0.
    pub value: f64,
    /// What to know about it.
    pub about: Option<Prose>,
}

/// A stage of a drawn way.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its name.
    pub label: String,
    /// What happens there.
    pub text: Option<Prose>,
    /// Where to read on.
    pub link: Option<Link>,
    /// How long it takes, in words.
    pub time: Option<String>,
}

/// A circle of a drawing.
#[derive(Clone, Debug)]
pub struct Circle {
    /// Its name.
    pub label: String,
    /// Who is in it.
    pub text: Option<Prose>,
}

/// A way in.
#[derive(Clone, Debug)]
pub struct Door {
    /// The need, in the reader's words.
    pub label: String,
    /// What waits behind it.
    pub text: Option<Prose>,
    /// Where it leads.
    pub link: Link,
}

/// A table of counts.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Indices of facets.
    pub facets: Vec<u16>,
    /// Fewest questions per value, by facet index.
    pub minimum: BTreeMap<u16, u32>,
}

/// Author-written data without places, for templates and scripts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Data {
    /// Nothing.
    Null,
    /// `true` or `false`, unquoted.
    Flag(bool),
    /// An unquoted number.
    #[serde(serialize_with = "plain_number")]
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Data>),
    /// A mapping.
    Map(BTreeMap<String, Data>),
}

/// Whole numbers go out as such, so that `20` never reads `20.0`.
fn plain_number<S: serde::Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
    match number.fract() == 0.0 && number.abs() < 9e15 {
        true => to.serialize_i64(*number as i64),
        false => to.serialize_f64(*number),
    }
}

impl From<&Node> for Data {
    fn from(node: &Node) -> Data {
        match &node.value {
            Value::Null => Data::Null,
            Value::Sequence(items) => Data::List(items.iter().map(Data::from).collect()),
            Value::Mapping(entries) => Data::Map(entries.iter().map(|entry| (entry.key.clone(), Data::from(&entry.node))).collect()),
            Value::Scalar(scalar) if scalar.quoted => Data::Text(scalar.text.to_string()),
            Value::Scalar(scalar) => match &*scalar.text {
                "true" => Data::Flag(true),
                "false" => Data::Flag(false),
                word => match word.parse::<f64>() {
                    // `inf`, `nan` and `1e3` are words to an author; digits are numbers.
                    Ok(number)
                        if number.is_finite() && word.ends_with(|last: char| last.is_ascii_digit()) && !word.contains(['e', 'E']) =>
                    {
                        Data::Number(number)
                    }
                    _ => Data::Text(word.to_owned()),
                },
            },
        }
    }
}
