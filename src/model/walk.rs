use super::{Bank, Block, Book, Checklist, Kind, Link, Page, Piece, Prose, Question};

impl Question {
    /// Every Markdown text that is published of it.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let singles = [Some(&self.ask), self.reveals.as_ref(), self.answer.as_ref(), self.why_not.as_ref()];
        let lists = [&self.listen_for, &self.follow_ups, &self.examples, &self.look_up_at];
        singles.into_iter().flatten().chain(lists.into_iter().flatten())
    }
}

impl Bank {
    /// Every Markdown text that is published of it and its questions.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        self.summary.iter().chain(self.questions.iter().flat_map(|question| question.prose()))
    }
}

impl Checklist {
    /// Every Markdown text in it.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        self.groups.iter().flat_map(|group| &group.items).flat_map(|item| [Some(&item.text), item.reason.as_ref()]).flatten()
    }
}

impl Page {
    /// Every Markdown text of it; those within blocks not included (see [`Prose::nested`]).
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let own: Vec<&Prose> = match &self.kind {
            Kind::Template(template) => template.when.iter().chain(&template.dos).chain(&template.donts).collect(),
            Kind::Checklist(list) => list.prose().collect(),
            Kind::Guide | Kind::Tool => Vec::new(),
        };
        self.summary.iter().chain([&self.body]).chain(own)
    }
}

impl Block {
    /// Every Markdown text in its body.
    pub fn prose(&self) -> Vec<&Prose> {
        match self {
            Block::Steps(steps) => steps.iter().flat_map(|step| step.title.iter().chain([&step.text])).collect(),
            Block::Compare(table) => table.rows.iter().flat_map(|row| row.good.iter().chain(&row.bad).chain(&row.why)).collect(),
            Block::Minutes(plan) => plan.parts.iter().filter_map(|part| part.about.as_ref()).collect(),
            Block::Stages(stages) => stages.iter().filter_map(|stage| stage.text.as_ref()).collect(),
            Block::Circles(circles) => circles.iter().filter_map(|circle| circle.text.as_ref()).collect(),
            Block::Doors(doors) => doors.iter().filter_map(|door| door.text.as_ref()).collect(),
            Block::Questions { .. } | Block::Template(_) | Block::Checklist(_) | Block::Coverage(_) | Block::Custom { .. } => Vec::new(),
        }
    }

    /// The links that stand in its body outside of a Markdown text.
    pub fn links(&self) -> Vec<&Link> {
        match self {
            Block::Stages(stages) => stages.iter().filter_map(|stage| stage.link.as_ref()).collect(),
            Block::Doors(doors) => doors.iter().map(|door| &door.link).collect(),
            _ => Vec::new(),
        }
    }
}

impl Prose {
    /// This text and, in reading order, every text within its blocks.
    pub fn nested(&self) -> impl Iterator<Item = &Prose> {
        // A list for those within, because they nest; it takes no memory in the many texts that have none.
        let within = self.blocks.iter().flat_map(|block| block.value.prose()).flat_map(Prose::nested);
        std::iter::once(self).chain(within.collect::<Vec<_>>())
    }

    /// Its pieces, and those of its footnotes.
    pub fn all_pieces(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().chain(self.footnotes.iter().flat_map(|(_, pieces)| pieces))
    }

    /// Its links and the addresses of its images; what stands in its blocks not included.
    pub fn links(&self) -> impl Iterator<Item = &Link> {
        self.holes().filter_map(|piece| match piece {
            Piece::LinkStart(link) => Some(&**link),
            Piece::Image(image) => Some(&image.link),
            _ => None,
        })
    }
}

impl Book {
    /// Every Markdown text that is published, those within blocks too.
    pub fn prose(&self) -> impl Iterator<Item = &Prose> {
        let pages = self.pages.iter().flat_map(|page| page.prose());
        let banks = self.banks.iter().flat_map(|bank| bank.prose());
        let works = self.sources.iter().filter_map(|source| source.note.as_ref());
        let claims = self.claims.iter().flat_map(|claim| [&claim.text].into_iter().chain(&claim.wording));
        let terms = self.glossary.iter().map(|term| &term.meaning);
        pages.chain(banks).chain(works).chain(claims).chain(terms).flat_map(Prose::nested)
    }
}
