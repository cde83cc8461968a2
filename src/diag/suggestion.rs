/// The candidate that `word` was probably meant to be, if one is near enough: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= allowed || candidate.to_lowercase().starts_with(&word) && word.len() > 2)
        .min()
        .map(|(_, candidate)| candidate)
}
