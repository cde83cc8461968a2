use std::borrow::Cow;
use std::sync::{PoisonError, RwLock};

use frostem::Stemmer;
use rustc_hash::FxHashMap;

use super::tokens::{Apostrophe, Tokens};

/// What the index knows about a language. Of a language without rules here words are still found by their letters, their
/// beginnings and with typing errors.
pub(crate) struct Language {
    stemmer: Option<Stemmer>,
    /// The stems of words that were met: nearly every part of an index has them, and to find one takes long.
    stems: RwLock<FxHashMap<String, String>>,
    /// What an apostrophe does.
    pub(crate) apostrophe: Apostrophe,
    /// Words that a match does not need.
    pub(crate) stop_words: &'static str,
    /// Those of them that are not even indexed, save in titles.
    pub(crate) skipped: &'static str,
    /// Endings by which two forms of one word may differ, for words that the index has never seen.
    pub(crate) endings: &'static str,
}

const ENGLISH_ENDINGS: &str =
    "e s es d ed ing er ers or ors y ies ied ion ions ation ations ational ment ments ly al ally ive ity ness less ful able";

impl Language {
    /// The rules for a language tag; only its first part counts.
    pub(crate) fn of(tag: &str) -> Language {
        let code = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let (apostrophe, stop_words, endings) = match code.as_str() {
            "en" => (Apostrophe::Joins, ENGLISH, ENGLISH_ENDINGS),
            "de" => (Apostrophe::Joins, GERMAN, "e en er es em s n t te ten st est et ung ungen lich liche lichen"),
            "fr" => (Apostrophe::Parts, FRENCH, "e s es er ee ees ez ent ons ant ation ations ment ments x if ive ifs ives eur eurs euse"),
            "es" => (Apostrophe::Joins, SPANISH, "o a os as es e en ar er ir ando iendo ado ada ados adas cion ciones mente"),
            "it" => (Apostrophe::Parts, ITALIAN, "o a i e are ere ire ando endo ato ata ati ate zione zioni mente"),
            "pt" => (Apostrophe::Joins, PORTUGUESE, "o a os as es e ar er ir ando endo ado ada ados adas cao coes mente"),
            "nl" => (Apostrophe::Joins, DUTCH, "e en er s t te ten de den ing ingen"),
            "ca" => (Apostrophe::Parts, "", "o a os as es e ar er ir ant"),
            _ => (Apostrophe::Joins, "", ""),
        };
        let skipped = if code == "en" { SKIPPED } else { stop_words };
        Language { stemmer: Stemmer::try_from_name(&code).ok(), stems: RwLock::default(), apostrophe, stop_words, skipped, endings }
    }

    /// A tokeniser for it.
    pub(crate) fn tokens(&self) -> Tokens {
        Tokens::new(self.apostrophe)
    }

    /// What the forms of a word have in common. Words with digits or signs have one form.
    pub(crate) fn stem<'a>(&self, word: &'a str) -> Cow<'a, str> {
        let Some(stemmer) = self.stemmer.as_ref().filter(|_| word.chars().all(char::is_alphabetic)) else { return word.into() };
        // A poisoned lock means that another thread panicked between two words; the map is still a map.
        if let Some(stem) = self.stems.read().unwrap_or_else(PoisonError::into_inner).get(word) {
            return if stem == word { word.into() } else { stem.clone().into() };
        }
        let stem = stemmer.stem(word);
        self.stems.write().unwrap_or_else(PoisonError::into_inner).insert(word.to_owned(), stem.clone().into_owned());
        stem
    }
}

const SKIPPED: &str = "a am an and are as at be been but by for from had has have i if in is it its me my of on or our that the their them then they this \
    to us was we were will with you your";
const ENGLISH: &str = "a about actually again all also am an and any anybody anyone anything are arent as ask asking at basically \
    bc be because been being btw but by can cannot cant could couldnt coz cuz did didnt do does doesnt doing dont dunno else even \
    ever for from get gets getting give goes going gonna got gotta had hadnt has hasnt have havent having he heck hell her here \
    hey hi him his honestly how hows i id idk if ill im in into is isnt it its ive just kinda let like literally lol lot made \
    make many may maybe me might more most much must my myself need no not now of off ok omg on one or other our ours out over \
    please pls plz really said say says shall she should shouldnt so some somebody someone something such tbh tell than that \
    thats the their them then there theres these they theyre thing things this tho those to too u up ur us use very wanna want \
    was we were what whats when where wheres which while who whom whos whose why will with wont would wouldnt wtf you your youre \
    yours yourself";
const GERMAN: &str = "aber als am an auch auf aus bei bin bis das dass dem den der des die doch du ein eine einem einen einer eines er es fur \
    hab habe haben hat hatte ich ihr im in ist ja kann kein keine man mein meine mich mir mit muss nach nicht noch nur oder sein sich sie sind so \
    uber um und uns unser von vor was wann warum wenn wer wie wir wird wo zu zum zur";
const FRENCH: &str = "a ai au aux avec c ce ces cet cette comment d dans de des du elle en est et eux il ils j je l la le les leur leurs m ma \
    mais me mes mon n ne nos notre nous on ou par pas pour pourquoi qu quand que quel quelle quels quelles qui s sa se ses si son sont sur t ta te \
    tes toi ton tu un une vos votre vous y";
const SPANISH: &str = "a al como con cual cuando de del donde el ella ellos en es esta este esto ha hay la las le lo los me mi mis muy no nos o \
    para pero por porque que quien se ser si sin sobre son su sus te tu un una uno y ya yo";
const ITALIAN: &str = "a ad ai al alla alle anche che chi ci come con cosa da dal dalla dei del della delle di dove e ed gli ha ho i il in io l \
    la le lo ma mi mio nel nella non o per perche piu quale quando se si sono su sua suo ti tu un una uno";
const PORTUGUESE: &str = "a ao aos as com como da das de do dos e ela ele em eu isso mas me meu minha na nas nao no nos o os ou para pela pelo \
    por porque qual quando que quem se sem ser seu sua um uma voce";
const DUTCH: &str = "aan al als bij dan dat de den der des die dit door een en er geen had heb heeft hem het hij hoe hun ik in is je kan maar me \
    meer met mij mijn na naar niet nog nu of om onder ons ook op over te tot u uit van veel voor waar waarom wat we wel wie wij wordt ze zich zijn zo";
