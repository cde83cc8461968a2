use std::collections::BTreeMap;

use crate::exchange::Field;
use crate::model::slug;

/// What people call our keys in English, German and French; as it is after [`plain`].
const ALSO: &[(&str, &[&str])] = &[
    ("id", &["key", "question id", "identifier", "kennung", "identifiant", "clé"]),
    ("ask", &["question", "questions", "question text", "prompt", "text"]),
    ("ask", &["frage", "fragen", "fragetext", "fragestellung", "intitulé", "énoncé", "texte de la question"]),
    ("follow_ups", &["followups", "follow up", "follow up question", "follow up questions", "probes"]),
    ("follow_ups", &["nachfrage", "nachfragen", "folgefrage", "folgefragen", "anschlussfrage", "anschlussfragen"]),
    ("follow_ups", &["relance", "relances", "question de relance", "questions de relance"]),
    ("answer", &["model answer", "answers", "solution", "antwort", "antworten", "musterantwort", "lösung"]),
    ("answer", &["réponse", "réponses", "reponse", "reponses", "réponse type"]),
    ("reveals", &["purpose", "why ask", "what it reveals", "zweck", "objectif"]),
    ("listen_for", &["listen"]),
    ("examples", &["example", "beispiel", "beispiele", "exemple", "exemples"]),
    ("tags", &["keywords", "labels", "tag", "schlagwort", "schlagworte", "schlagwörter", "stichwort", "stichworte", "stichwörter"]),
    ("tags", &["étiquette", "étiquettes", "etiquette", "etiquettes", "mot clé", "mots clés", "mot clef", "mots clefs"]),
    ("sources", &["source", "reference", "references", "quelle", "quellen", "référence", "références"]),
    ("notes", &["comment", "comments", "note", "notiz", "notizen", "anmerkung", "anmerkungen", "bemerkung", "bemerkungen"]),
    ("notes", &["kommentar", "kommentare", "remarque", "remarques", "commentaire", "commentaires"]),
    ("minutes", &["time", "duration", "mins", "minuten", "dauer", "durée", "duree"]),
    ("status", &["state", "statut"]),
    ("owner", &["editor"]),
    ("better", &["ask instead"]),
];
/// Headers of words under which questions are grouped, whatever the groups are.
const GROUPS: &[&str] = &[
    "category",
    "categories",
    "topic",
    "topics",
    "theme",
    "themes",
    "kategorie",
    "kategorien",
    "thema",
    "themen",
    "rubrik",
    "rubriken",
    "catégorie",
    "catégories",
    "categorie",
    "thème",
    "thèmes",
    "rubrique",
    "rubriques",
];

/// The words by which keys of questions are known in other people's files.
pub(super) struct Names<'c> {
    by_key: BTreeMap<&'c str, Field<'c>>,
    by_words: BTreeMap<String, Field<'c>>,
}

/// What a word of another file means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Name<'c> {
    /// A key of a question.
    Key(Field<'c>),
    /// A value of some facet, or a tag.
    Group,
}

impl<'c> Names<'c> {
    /// The names of these fields.
    pub(super) fn new(fields: &[Field<'c>]) -> Names<'c> {
        let mut by_words = BTreeMap::new();
        for field in fields {
            let also = ALSO.iter().filter(|(key, _)| *key == field.key).flat_map(|(_, also)| also.iter().map(|also| (*also).to_owned()));
            for words in [plain(field.key), plain(field.label)].into_iter().chain(also) {
                // The first field of a name has it.
                by_words.entry(words).or_insert(*field);
            }
        }
        Names { by_key: fields.iter().map(|field| (field.key, *field)).collect(), by_words }
    }

    /// What a header means; a key that is written exactly goes before all that are written like it.
    pub(super) fn find(&self, header: &str) -> Option<Name<'c>> {
        let words = plain(header);
        let key = self.by_key.get(header).or_else(|| self.by_words.get(&words)).map(|field| Name::Key(*field));
        key.or_else(|| GROUPS.contains(&words.as_str()).then_some(Name::Group))
    }
}

/// Words of a header, without case and signs.
pub(super) fn plain(header: &str) -> String {
    slug(header).replace(['-', '_'], " ")
}
